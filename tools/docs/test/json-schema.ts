/** The part of JSON Schema that the router's schema of servers.json uses. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

const WORDS = [
  ...['$ref', '$defs', 'type', 'enum', 'required', 'properties', 'additionalProperties', 'propertyNames'],
  ...['items', 'pattern', 'minimum', 'maximum', 'minLength', 'minItems', 'minProperties', 'maxProperties'],
  ...['$schema', 'title', 'description'],
];

/** Each broken word of the schema with the place of the value, sorted. Throws where it does not know a word. */
export function schemaFaults(root: Schema, document: unknown): string[] {
  const faults: string[] = [];
  visit(root, document, '');
  return faults.sort();

  function visit(given: Schema, value: unknown, path: string): void {
    const unknown = Object.keys(given).find((word) => !WORDS.includes(word));
    if (unknown !== undefined) throw new Error(`the check does not know the schema's word ${unknown}`);
    if (given.$ref !== undefined) {
      const target = root.$defs?.[given.$ref.replace('#/$defs/', '')];
      if (!target) throw new Error(`the schema lacks ${given.$ref}`);
      visit(target, value, path);
    }
    const breaks = (word: keyof Schema, broken: boolean): void => {
      if (broken) faults.push(`${path}: ${word}`);
    };
    breaks('type', given.type !== undefined && !isType(given.type, value));
    breaks('enum', given.enum !== undefined && !given.enum.includes(value));
    if (typeof value === 'string') {
      breaks('minLength', value.length < (given.minLength ?? 0));
      breaks('pattern', given.pattern !== undefined && !new RegExp(given.pattern).test(value));
    } else if (typeof value === 'number') {
      breaks('minimum', value < (given.minimum ?? -Infinity));
      breaks('maximum', value > (given.maximum ?? Infinity));
    } else if (Array.isArray(value)) {
      breaks('minItems', value.length < (given.minItems ?? 0));
      for (const [i, item] of value.entries()) if (given.items) visit(given.items, item, `${path}.${i}`);
    } else if (isObject(value)) {
      breaks('minProperties', Object.keys(value).length < (given.minProperties ?? 0));
      breaks('maxProperties', Object.keys(value).length > (given.maxProperties ?? Infinity));
      visitObject(given, value, path === '' ? '' : `${path}.`);
    }
  }

  function visitObject(given: Schema, value: Readonly<Record<string, unknown>>, prefix: string): void {
    for (const name of given.required ?? []) {
      if (!Object.hasOwn(value, name)) faults.push(`${prefix}${name}: required`);
    }
    for (const [name, item] of Object.entries(value)) {
      const own = given.properties?.[name];
      const other = given.additionalProperties;
      if (given.propertyNames) visit(given.propertyNames, name, prefix + name);
      if (own) visit(own, item, prefix + name);
      else if (other === false) faults.push(`${prefix}${name}: additionalProperties`);
      else if (typeof other === 'object') visit(other, item, prefix + name);
    }
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isType(type: NonNullable<Schema['type']>, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isObject(value);
  return type === 'integer' ? Number.isInteger(value) : typeof value === type;
}
