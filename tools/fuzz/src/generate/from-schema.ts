import * as fc from 'fast-check';
import { oddValue } from './odd-values';

/** What we read of a JSON Schema: the words that zod writes. */
export interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** Texts for keys whose pattern no generator can follow, or whose meaning the schema does not tell. */
const samples: Readonly<Record<string, readonly string[]>> = {
  account: ['111122223333', '444455556666'],
  region: ['us-east-1', 'eu-west-1', 'us-gov-west-1', 'cn-north-1'],
  cidr: ['10.20.0.0/16', '10.0.0.0/24', '192.168.0.0/20'],
  host: ['mcp.example.com', 'a.b.mcp.example.com', `${'m'.repeat(50)}.example.com`, 'mcp.example.org'],
  zone: ['example.com', 'mcp.example.com'],
  with: ['dev', 'eu'],
  environment: ['dev', 'eu'],
  certificateArn: ['arn:aws:acm:us-east-1:111122223333:certificate/1'],
  key: ['own', 'arn:aws:kms:us-east-1:111122223333:key/1'],
  topicArn: ['arn:aws:sns:us-east-1:111122223333:alerts'],
  functionArn: ['arn:aws:lambda:us-east-1:111122223333:function:renew'],
  roleArn: ['arn:aws:iam::111122223333:role/renew'],
  schedule: ['rate(4 hours)', 'rate(10 days)', 'cron(0 8 1 * ? *)', 'rate(1 hour)'],
  issuer: ['https://login.example.com/'],
  jwksUri: ['https://login.example.com/keys'],
  bucket: ['acme-terraform-state'],
  server: ['gitlab', 'pagerduty', 'everything', 'gitlb'],
  timezone: ['Europe/Berlin', 'UTC'],
};
const KEYS = ['tools', 'a', 'x-1', 'network', 'constructor', 'a'.repeat(40), 'Upper', ''];

/** Values that keep a schema, and at times do not: each key that it has comes up, also one that was added today. */
export function fromSchema(schema: JsonSchema, key = ''): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: sound(schema, key), weight: 40 }, { arbitrary: oddValue, weight: 1 });
}

function sound(schema: JsonSchema, key: string): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((branch) => fromSchema(branch, key)));
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return object(schema);
    case 'array':
      return fc.array(fromSchema(schema.items ?? {}, key), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, 4),
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return number(schema);
    case 'string':
      return text(schema, key);
    default:
      return oddValue;
  }
}

function object({ properties, required = [], additionalProperties, propertyNames }: JsonSchema) {
  if (properties) {
    const keys = Object.fromEntries(
      Object.entries(properties).map(([key, schema]) => [key, fromSchema(schema, key)]),
    );
    return fc.record(keys, { requiredKeys: [...required], noNullPrototype: true });
  }
  const values = typeof additionalProperties === 'object' ? fromSchema(additionalProperties) : oddValue;
  const names = propertyNames ? text(propertyNames, '') : fc.string({ maxLength: 8 });
  const name = fc.oneof({ arbitrary: names, weight: 4 }, { arbitrary: fc.constantFrom(...KEYS), weight: 1 });
  return fc.dictionary(name, values, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
}

/** Edges more often than what lies between. */
function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema) {
  const min = minimum ?? exclusiveMinimum ?? 0;
  const max = Math.min(maximum ?? exclusiveMaximum ?? min + 10_000, Number.MAX_SAFE_INTEGER);
  const from = Math.max(min, Number.MIN_SAFE_INTEGER);
  const between =
    type === 'integer'
      ? fc.integer({ min: Math.ceil(from), max: Math.min(max, 2 ** 31 - 1) })
      : fc.double({ min: from, max, noNaN: true });
  return fc.oneof(fc.constantFrom(from, max, from - 1, max + 1), between);
}

function text({ pattern, minLength = 0, maxLength = 40 }: JsonSchema, key: string): fc.Arbitrary<string> {
  const known = Object.hasOwn(samples, key)
    ? fc.constantFrom(...(samples[key] as readonly string[]))
    : undefined;
  const made =
    pattern === undefined ? fc.string({ minLength, maxLength: Math.min(maxLength, 60) }) : matching(pattern);
  return known ? fc.oneof({ arbitrary: known, weight: 6 }, { arbitrary: made, weight: 1 }) : made;
}

function matching(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern), { size: 'small' });
  } catch {
    // It looks ahead, which no generator does.
    return fc.constantFrom('tools', 'a1', 'x-y-z', 'a'.repeat(40));
  }
}
