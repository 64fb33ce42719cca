import { FleetError, HIDDEN, SHORTEST_TOKEN_BYTES, isAccessToken } from '@mcp-fleet/core';
import type { AwsFleetPlan, SecretPlan } from '@mcp-fleet/plan';
import type { GateCloud } from './cloud';

/** Key whose value is a list: the tokens of the front doors. */
const TOKENS = 'tokens';

/** Secrets that lack what their server needs. Values are looked at here and never leave this file. */
export async function unfilledSecrets(
  plan: AwsFleetPlan,
  cloud: Pick<GateCloud, 'secretValue'>,
): Promise<FleetError[]> {
  const errors = await Promise.all(
    Object.entries(plan.foundation.secrets).map(async ([key, secret]) => {
      const problem = problemOf(secret, await cloud.secretValue(secret.name));
      return problem === undefined ? [] : [unfilled(plan, key, secret, problem)];
    }),
  );
  return errors.flat();
}

/** What is wrong with the value, in words that tell none of it. */
function problemOf(
  { required, oneOf }: SecretPlan,
  value: string | typeof HIDDEN | undefined,
): string | undefined {
  // Only the servers read it: what is in it, they will say.
  if (value === HIDDEN) return undefined;
  const needsNothing = required.length === 0 && oneOf.length === 0;
  if (value === undefined) return needsNothing ? undefined : 'it has no value';
  const object = parse(value);
  if (object === undefined) return 'its value is no JSON object';
  const has = (key: string) => isFilled(key, object[key]);
  const missing = required.filter((key) => !has(key));
  if (missing.length > 0) return `it lacks ${missing.join(', ')}`;
  if (required.includes(TOKENS) && !areTokens(object[TOKENS])) {
    return `each of its tokens has at least ${SHORTEST_TOKEN_BYTES} characters and no spaces around it`;
  }
  const open = oneOf.find((sets) => !sets.some((set) => set.every(has)));
  return open && `it has no complete set of ${open.map((set) => set.join(' + ')).join(' or ')}`;
}

/** Where one token is refused, a router refuses the whole secret. */
function areTokens(value: unknown): boolean {
  return Array.isArray(value) && value.every(isAccessToken);
}

function isFilled(key: string, value: unknown): boolean {
  if (key === TOKENS) return Array.isArray(value) && value.some((token) => token !== '');
  return typeof value === 'string' ? value !== '' : typeof value === 'number' || typeof value === 'boolean';
}

function parse(value: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(value);
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function unfilled({ aws }: AwsFleetPlan, key: string, secret: SecretPlan, problem: string): FleetError {
  const region = `--region ${aws.region}`;
  return new FleetError({
    code: 'secret-unfilled',
    path: `secret ${secret.name}`,
    value: problem === 'it has no value' ? undefined : HIDDEN,
    rule: `${key === 'access' ? 'the front doors need' : `${key} needs`} a JSON object in it: ${problem}`,
    fix: `aws secretsmanager put-secret-value ${region} --secret-id ${secret.name} --secret-string file://<file with ${template(secret)}>`,
  });
}

/** `{"A":"…","B":"…"}`: the smallest value that will do. */
function template({ required, oneOf }: SecretPlan): string {
  const keys = [...new Set([...required, ...oneOf.flatMap(([set]) => set ?? [])])];
  return `{${keys.map((key) => `"${key}":${key === TOKENS ? '["…"]' : '"…"'}`).join(',')}}`;
}
