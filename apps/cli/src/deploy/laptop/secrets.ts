import { FleetError, HIDDEN, SHORTEST_TOKEN_BYTES, didYouMean, isAccessToken } from '@mcp-fleet/core';
import type { EnvFileSecret, LaptopFleetPlan } from '@mcp-fleet/plan';
import type { EnvLine } from '@mcp-fleet/terminal';

/** Key of the tokens of the front doors, in a plan and in the router's file. */
const ACCESS = 'access';

/** What a router reads: by instance, or `access`. Values are secrets: never print them. */
export type Secrets = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** What the lines of a .env make. */
export interface EnvSecrets {
  readonly secrets: Secrets;
  /** What lacks or cannot be, in words that tell no value. */
  readonly errors: readonly FleetError[];
  /** Lines that nobody asks for. */
  readonly ignored: readonly string[];
}

/**
 * The secrets of an environment.
 *
 * @param file the .env, as messages name it
 * @param deployments what has to be complete @default - all
 */
export function readSecrets(
  plan: LaptopFleetPlan,
  lines: ReadonlyMap<string, EnvLine>,
  file: string,
  deployments: readonly string[] = Object.keys(plan.deployments),
): EnvSecrets {
  const wanted = new Set(
    deployments
      .flatMap((name) => Object.values(plan.deployments[name]?.containers ?? {}))
      .flatMap((c) => c.secrets),
  );
  const secrets: Record<string, Record<string, string | string[]>> = {};
  const errors: FleetError[] = [...ambiguous(plan, lines, file)];
  for (const [key, secret] of Object.entries(plan.envFile)) {
    if (!wanted.has(key)) continue;
    const values = valuesOf(secret, lines);
    const problem = problemOf(secret, values);
    if (problem !== undefined) errors.push(unfilled(key, problem, file));
    secrets[key] = key === ACCESS ? { tokens: tokensOf(values['tokens']) } : values;
    errors.push(...(key === ACCESS ? shortTokens(tokensOf(values['tokens']), file) : []));
  }
  return { secrets, errors, ignored: ignoredLines(plan, lines) };
}

/** A value of the whole name wins over that of the short one, which only one instance has. */
function valuesOf({ variables }: EnvFileSecret, lines: ReadonlyMap<string, EnvLine>): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap(({ key, variable, qualified }) => {
      const value = lines.get(qualified)?.value || lines.get(variable)?.value;
      return value ? [[key, value]] : [];
    }),
  );
}

function problemOf(secret: EnvFileSecret, values: Readonly<Record<string, string>>): string | undefined {
  const names = new Map(secret.variables.map(({ key, variable }) => [key, variable]));
  const named = (set: readonly string[]) => set.map((key) => names.get(key) ?? key);
  const missing = secret.variables.filter(({ key, required }) => required && values[key] === undefined);
  if (missing.length > 0) return `it lacks ${missing.map(({ variable }) => variable).join(', ')}`;
  const open = secret.oneOf.find(
    (sets) => !sets.some((set) => set.every((key) => values[key] !== undefined)),
  );
  return open && `it lacks ${open.map((set) => named(set).join(' + ')).join(', or ')}`;
}

function unfilled(key: string, problem: string, file: string): FleetError {
  return new FleetError({
    code: 'secret-unfilled',
    path: file,
    rule: `${key === ACCESS ? 'the front doors need' : `${key} needs`} values in it: ${problem}`,
    fix:
      key === ACCESS
        ? `add the line, with any text of ${SHORTEST_TOKEN_BYTES} characters and more`
        : `add it (${file}.example says what it is), or remove ${key} from the environment`,
  });
}

function tokensOf(text = ''): string[] {
  return text
    .split(',')
    .map((token) => token.trim())
    .filter(Boolean);
}

function shortTokens(tokens: readonly string[], file: string): FleetError[] {
  if (tokens.every(isAccessToken)) return [];
  return [
    new FleetError({
      code: 'env-file-invalid',
      path: `${file}: MCP_TOKEN`,
      value: HIDDEN,
      rule: `a token has ${SHORTEST_TOKEN_BYTES} characters or more`,
      fix: 'write a longer one: openssl rand -hex 16 makes one',
    }),
  ];
}

/** A name that two instances have says of neither that it is meant. */
function ambiguous(plan: LaptopFleetPlan, lines: ReadonlyMap<string, EnvLine>, file: string): FleetError[] {
  const shared = new Map<string, string[]>();
  for (const { variable, qualified } of variablesOf(plan)) {
    if (variable !== qualified) continue;
    const short = qualified.replace(/^.*?__/, '');
    shared.set(short, [...(shared.get(short) ?? []), qualified]);
  }
  return [...shared]
    .filter(([short, all]) => all.length > 1 && lines.get(short)?.value)
    .map(
      ([short, all]) =>
        new FleetError({
          code: 'env-file-invalid',
          path: `${file}: line ${lines.get(short)?.line}`,
          value: short,
          rule: 'several instances have a secret of this name, and none is given that of another',
          fix: `write ${all.join(' and ')}`,
        }),
    );
}

function ignoredLines(plan: LaptopFleetPlan, lines: ReadonlyMap<string, EnvLine>): string[] {
  const known = variablesOf(plan).flatMap(({ variable, qualified }) => [variable, qualified]);
  const shorts = known.map((name) => name.replace(/^.*?__/, ''));
  return (
    [...lines]
      // A line without a value is one of the example that nobody filled in.
      .filter(([name, { value }]) => value !== '' && !known.includes(name) && !shorts.includes(name))
      .map(([name, { line }]) => `line ${line}: no server asks for ${name}; ${didYouMean(name, known)}`)
  );
}

function variablesOf({ envFile }: LaptopFleetPlan) {
  return Object.values(envFile).flatMap(({ variables }) => variables);
}
