import type { Requirement, ServerInput, ServerManifest } from '@mcp-fleet/catalog';

/** An instance that a server would accept, and what its secret then holds. */
export interface ServerExample {
  readonly settings: Readonly<Record<string, string>>;
  /** Keys that have to be in the secret for these settings. */
  readonly secretKeys: readonly string[];
  /** Keys of the secret that may be added, or that other settings ask for. */
  readonly otherSecretKeys: readonly string[];
}

/** The smallest example: what is required, and of each set of inputs the first one. */
export function serverExample({ inputs, requirements }: ServerManifest): ServerExample {
  const chosen = new Set(inputs.filter(({ required }) => required).map(({ name }) => name));
  const valueOf = (name: string): string | undefined => {
    const input = inputs.find((it) => it.name === name);
    return input && (chosen.has(name) ? placeholderOf(input) : input.default);
  };
  for (const requirement of requirements) {
    if (!holds(requirement, valueOf)) continue;
    const complete = requirement.oneOf.some((set) => set.every((name) => valueOf(name) !== undefined));
    if (!complete) requirement.oneOf[0]?.forEach((name) => chosen.add(name));
  }
  const secrets = inputs.filter(({ secret }) => secret).map(({ name }) => name);
  return {
    settings: Object.fromEntries(
      inputs
        .filter(({ name, secret }) => chosen.has(name) && !secret)
        .map((input) => [input.name, input.default ?? placeholderOf(input)]),
    ),
    secretKeys: secrets.filter((name) => chosen.has(name)),
    otherSecretKeys: secrets.filter((name) => !chosen.has(name)),
  };
}

function holds({ when }: Requirement, valueOf: (name: string) => string | undefined): boolean {
  if (when === undefined) return true;
  const value = valueOf(when.input);
  return value !== undefined && (when.equals === undefined || value === when.equals);
}

function placeholderOf({ name, placeholder, choices, format }: ServerInput): string {
  const byFormat = { number: '1', boolean: 'true', filepath: '/tmp/file', string: `<${name}>` };
  return placeholder ?? choices?.[0] ?? byFormat[format];
}
