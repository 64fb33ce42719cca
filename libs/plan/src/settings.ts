import type { Requirement, ServerInput } from '@mcp-fleet/catalog';
import {
  HIDDEN,
  credentialIn,
  didYouMean,
  list,
  reservedLambdaVariables,
  withoutText,
} from '@mcp-fleet/core';
import type { Instance, PlanContext } from './context';
import { names } from './model/names';
import { hasImpossiblePort } from './network/egress-ports';

type Settings = NonNullable<Instance['input']['settings']>;
type SettingValue = Settings[string];

/** The settings as the router gets them: texts, or where to read them. */
export function settingValues(instance: Instance): Record<string, string | { ssm: string }> {
  return Object.fromEntries(
    Object.entries(instance.input.settings ?? {}).map(([name, value]) => [
      name,
      typeof value === 'object' ? { ssm: value.ssm } : String(value),
    ]),
  );
}

/** Reports what is wrong with the settings of an instance: unknown, secret, invalid and missing ones. */
export function checkSettings(context: PlanContext, instance: Instance): void {
  const settings = instance.input.settings ?? {};
  const inputs = new Map(instance.server.inputs.map((input) => [input.name, input]));
  for (const [name, value] of Object.entries(settings)) {
    const path = `${instance.path}.settings.${name}`;
    const input = inputs.get(name);
    const credential = typeof value === 'string' ? credentialIn(value) : undefined;
    if (input === undefined) reportUnknown(context, instance, path, name, value);
    else if (input.secret) reportSecret(context, instance, path, name);
    else if (credential !== undefined) reportCredential(context, instance, path, name, credential);
    else checkValue(context, path, input, value);
  }
  for (const input of instance.server.inputs) {
    if (
      input.required &&
      !input.secret &&
      input.default === undefined &&
      settings[input.name] === undefined
    ) {
      context.report({
        code: 'setting-missing',
        path: `${instance.path}.settings.${input.name}`,
        rule: `server ${instance.server.key} does not start without it`,
        fix: `add ${input.name} to settings${meaning(input)}`,
      });
    }
  }
  for (const requirement of instance.server.requirements)
    checkRequirement(context, instance, requirement, inputs);
}

/** What a stranger needs to choose a value. */
function meaning({ description, format }: ServerInput): string {
  // Nothing of the user's own computer is in the image.
  const where = format === 'filepath' ? ' (a path inside the container)' : '';
  return `${where}${description ? `: ${description}` : ''}`;
}

function reportUnknown(
  context: PlanContext,
  instance: Instance,
  path: string,
  name: string,
  value: SettingValue,
): void {
  const { server } = instance;
  if (
    Object.hasOwn(server.runtime.variables, name) ||
    reservedLambdaVariables.includes(name) ||
    /^(MCP_|AWS_LWA_)/.test(name)
  ) {
    context.report({
      code: 'setting-reserved',
      path,
      value: name,
      rule: 'this variable belongs to the router or to the platform, which set it themselves',
      fix: /LOG_LEVEL$/.test(name) ? 'remove it and write logLevel beside settings' : 'remove it',
    });
    return;
  }
  const known = server.inputs.filter((input) => !input.secret).map((input) => input.name);
  context.report({
    code: 'setting-unknown',
    path,
    value: withoutText(value),
    rule: `server ${server.key} reads these settings: ${known.length > 0 ? list(known) : 'none'}`,
    fix: didYouMean(name, known),
  });
}

function reportSecret(context: PlanContext, instance: Instance, path: string, name: string): void {
  context.report({
    code: 'setting-secret',
    path,
    value: HIDDEN,
    rule: 'the manifest marks this variable as secret, and no secret is written in an environment file',
    fix: `remove it here and put it into ${placeOf(context, instance, name)}; if it was committed, replace it at its issuer`,
  });
}

function reportCredential(
  context: PlanContext,
  instance: Instance,
  path: string,
  name: string,
  what: string,
): void {
  const { key } = instance.server;
  context.report({
    code: 'setting-secret',
    path,
    value: HIDDEN,
    rule: `this is ${what}, and no secret is written in an environment file`,
    fix: `write it without the credential; if the server needs it here, write "secrets": { "${name}": true } into servers/${key}/deployment.json and put it into ${placeOf(context, instance, name)}; if it was committed, replace it at its issuer`,
  });
}

function placeOf(
  { environment: { name: environment, aws } }: PlanContext,
  instance: Instance,
  name: string,
): string {
  return aws
    ? `the secret ${names.secret(environment, instance.name)} under the key ${name}`
    : `environments/${environment}/.env, whose .env.example names it`;
}

function checkValue(context: PlanContext, path: string, input: ServerInput, value: SettingValue): void {
  if (typeof value === 'object') return;
  const text = String(value);
  const rule = brokenRule(input, text);
  if (rule === undefined) return;
  const fix = input.choices ? didYouMean(text, input.choices) : 'write a value of that form';
  context.report({ code: 'setting-invalid', path, value: withoutText(value), rule, fix });
}

function brokenRule(input: ServerInput, text: string): string | undefined {
  if (input.choices && !input.choices.includes(text))
    return `${input.name} is one of: ${input.choices.join(', ')}`;
  if (input.format === 'number' && (text.trim() === '' || !Number.isFinite(Number(text)))) {
    return `${input.name} is a number`;
  }
  if (input.format === 'boolean' && !/^(true|false)$/.test(text)) return `${input.name} is true or false`;
  if (hasImpossiblePort(text)) return `${input.name} is an address, whose port is 1 to 65,535`;
  return input.required && text === '' ? `${input.name} is not empty` : undefined;
}

/** A set that still lacks a setting cannot be completed by a secret; one that lacks only secrets can. */
function checkRequirement(
  context: PlanContext,
  instance: Instance,
  requirement: Requirement,
  inputs: ReadonlyMap<string, ServerInput>,
): void {
  if (!applies(instance, requirement) || possibleSets(instance, requirement, inputs).length > 0) return;
  const sets = requirement.oneOf.map((set) => set.join(' + ')).join('  or  ');
  const condition = requirement.when
    ? ` where ${requirement.when.input} is ${requirement.when.equals ?? 'set'}`
    : '';
  const lacking = requirement.oneOf
    .map((set) => lackingSettings(instance, set, inputs).join(' and '))
    .join(', or ');
  context.report({
    code: 'setting-set-missing',
    path: `${instance.path}.settings`,
    rule: `server ${instance.server.key} needs one of these sets${condition}: ${sets}`,
    fix: `add ${lacking} to settings`,
  });
}

/** Whether the condition of a requirement holds with the settings as written. */
export function applies(instance: Instance, { when }: Requirement): boolean {
  if (when === undefined) return true;
  const value = instance.input.settings?.[when.input] ?? defaultOf(instance, when.input);
  if (value === undefined) return false;
  return when.equals === undefined || typeof value === 'object' || String(value) === when.equals;
}

/** The sets that can be completed: all that they lack are secrets. */
export function possibleSets(
  instance: Instance,
  { oneOf }: Requirement,
  inputs: ReadonlyMap<string, ServerInput>,
): (readonly string[])[] {
  return oneOf.filter((set) => lackingSettings(instance, set, inputs).length === 0);
}

function lackingSettings(
  instance: Instance,
  set: readonly string[],
  inputs: ReadonlyMap<string, ServerInput>,
): string[] {
  return set.filter(
    (name) =>
      inputs.get(name)?.secret !== true &&
      instance.input.settings?.[name] === undefined &&
      defaultOf(instance, name) === undefined,
  );
}

function defaultOf(instance: Instance, name: string): string | undefined {
  return instance.server.inputs.find((input) => input.name === name)?.default;
}
