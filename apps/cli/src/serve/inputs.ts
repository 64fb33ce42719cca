import type { Requirement, ServerInput, ServerManifest } from '@mcp-fleet/catalog';
import { FleetError, list } from '@mcp-fleet/core';
import { ENV_FILES } from './env-files';

/** What a server is given, apart: secrets never stand beside what may be seen. */
export interface Inputs {
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Takes the inputs of a server out of the values of .env; all that lacks is in `errors`. */
export function inputsOf(
  manifest: ServerManifest,
  env: Readonly<Record<string, string>>,
): { inputs: Inputs; errors: FleetError[] } {
  const settings: Record<string, string> = {};
  const secrets: Record<string, string> = {};
  for (const { name, secret } of manifest.inputs) {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value) (secret ? secrets : settings)[name] = value;
  }
  return { inputs: { settings, secrets }, errors: missing(manifest, { ...settings, ...secrets }) };
}

function missing(manifest: ServerManifest, given: Readonly<Record<string, string>>): FleetError[] {
  const { key, inputs, requirements } = manifest;
  const valueOf = (name: string) => given[name] ?? inputs.find((input) => input.name === name)?.default;
  const required = inputs
    .filter((input) => input.required && !given[input.name])
    .map(({ name, secret }) => {
      const code = secret ? 'secret-unfilled' : 'setting-missing';
      return lacking(code, `${key}.${name}`, `${key} needs ${name}`, `${name}=`);
    });
  const sets = requirements
    .filter((requirement) => holds(requirement, valueOf))
    .filter(({ oneOf }) => !oneOf.some((set) => set.every((name) => valueOf(name))))
    .map(({ oneOf }) => {
      const words = oneOf.map((set) => set.join(' and ')).join(', or ');
      const lines = (oneOf[0] ?? []).map((name) => `${name}=`).join(' ');
      return lacking('setting-set-missing', key, `${key} needs ${words}`, lines);
    });
  return [...required, ...sets];
}

function holds({ when }: Requirement, valueOf: (name: string) => string | undefined): boolean {
  if (!when) return true;
  const value = valueOf(when.input);
  return Boolean(value) && (when.equals === undefined || value === when.equals);
}

function lacking(
  code: 'secret-unfilled' | 'setting-missing' | 'setting-set-missing',
  path: string,
  rule: string,
  lines: string,
): FleetError {
  const fix = `write into ${ENV_FILES.join(' or ')}: ${lines}`;
  return new FleetError({ code, path, rule, fix });
}

/** Lines for .env: what the server needs as it is, the rest behind `#`. No value of a secret is known here. */
export function exampleLines({ inputs, requirements }: ServerManifest): string[] {
  const first = new Set(requirements.flatMap(({ when, oneOf }) => (when ? [] : (oneOf[0] ?? []))));
  return inputs.flatMap((input) => {
    const needed = input.required || first.has(input.name);
    return [
      ...about(input),
      `${needed ? '' : '# '}${input.name}=${input.secret ? '' : (input.default ?? '')}`,
    ];
  });
}

function about({ description, choices, secret }: ServerInput): string[] {
  const words = [secret ? 'Secret.' : '', description ?? '', choices ? `One of: ${list(choices)}.` : ''];
  const text = words.filter(Boolean).join(' ').replace(/\s+/g, ' ');
  return text ? [`# ${text}`] : [];
}
