import { environmentSchema, parseEnvironment } from '@mcp-fleet/environment';
import { z } from 'zod';
import type { JsonSchema } from './environment-page';

/** Line length of this repository's formatter. */
const LINE = 110;

/**
 * libs/environment/src/environment-input.ts: types of an environment file with the sentence of each key as its comment,
 * which editors show. A deployment has a type for each target, without the keys that mean nothing there.
 */
export function environmentTypes(): string {
  const schema = z.toJSONSchema(environmentSchema, { io: 'input', target: 'draft-7' }) as JsonSchema;
  const { deployments, ...others } = schema.properties ?? {};
  const byTarget = { ...deployments, additionalProperties: { anyOf: deploymentsByTarget(deployments) } };
  const writer = new Writer();
  writer.write('EnvironmentInput', { ...schema, properties: { ...others, deployments: byTarget } });
  const head = [
    '// Written by `npm run docs` from the schema beside it. Edits here are lost.',
    '/* eslint-disable -- generated: an interface for each object of the schema, more than 400 lines in all */',
  ].join('\n');
  return `${[head, ...writer.texts].join('\n\n')}\n`;
}

function deploymentsByTarget(deployments: JsonSchema | undefined): JsonSchema[] {
  const any = deployments?.additionalProperties as JsonSchema;
  const targets = any.properties?.['target']?.enum ?? [];
  return targets.map((target) => {
    const deployment = (more: object) => ({ target, servers: { it: {} }, ...more });
    const instance = (more: object) => deployment({ servers: { it: more } });
    const servers = any.properties?.['servers'] as JsonSchema;
    const each = servers.additionalProperties as JsonSchema;
    const size = fit(each.properties?.['size'] as JsonSchema, (key, value) =>
      fits(instance({ size: { [key]: value } }), `servers.it.size.${key}`),
    );
    const own = fit({ ...each, properties: { ...each.properties, size } }, (key, value) =>
      fits(instance({ [key]: value }), `servers.it.${key}`),
    );
    const name = pascal(String(target));
    const properties = {
      ...any.properties,
      target: { description: any.properties?.['target']?.description, const: target },
      servers: { ...servers, additionalProperties: { ...own, title: `${name}Instance` } },
    };
    const whole = {
      ...any,
      properties,
      title: `${name}Deployment`,
      description: `A deployment with target ${String(target)}.`,
    };
    return fit(whole as JsonSchema, (key, value) => fits(deployment({ [key]: value }), key));
  });
}

/** An object without the keys, and without the words of its keys, that do not fit. */
function fit(schema: JsonSchema, fitting: (key: string, value: unknown) => boolean): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).flatMap(
    ([key, child]): [string, JsonSchema][] => {
      if (child.enum) {
        const words = child.enum.filter((word) => fitting(key, word));
        return words.length > 0 ? [[key, { ...child, enum: words }]] : [];
      }
      return key === 'target' || fitting(key, {}) ? [[key, child]] : [];
    },
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** False if the checks of an environment file refuse a key of a deployment for its target. */
function fits(deployment: object, path: string): boolean {
  const { errors } = parseEnvironment({ deployments: { it: deployment } });
  return !errors.some((error) => error.code === 'not-for-target' && error.path === `deployments.it.${path}`);
}

/** Interfaces, each before those of its parts. Equal parts share one. */
class Writer {
  readonly texts: string[] = [];
  private readonly names = new Map<string, string>();

  write(wanted: string, schema: JsonSchema): string {
    const { description, ...shape } = schema;
    const known = this.names.get(JSON.stringify(shape));
    if (known !== undefined) return known;
    const name = schema.title ?? wanted;
    this.names.set(JSON.stringify(shape), name);
    const at = this.texts.push('') - 1;
    const lines = Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
      this.field(name, key, child, schema.required?.includes(key) ?? false),
    );
    this.texts[at] = `${comment('', description)}export interface ${name} {\n${lines.join('\n')}\n}`;
    return name;
  }

  private field(owner: string, key: string, schema: JsonSchema, required: boolean): string[] {
    const words = [
      ...this.typesOf(`${owner.replace('Input', '')}${pascal(key)}`, schema),
      ...(required ? [] : ['undefined']),
    ];
    const start = `  ${key}${required ? '' : '?'}:`;
    const line = `${start} ${words.join(' | ')};`;
    const text = line.length <= LINE ? line : `${start}${words.map((word) => `\n    | ${word}`).join('')};`;
    return [`${comment('  ', schema.description)}${text}`];
  }

  /** Members of the union that a value is. */
  private typesOf(name: string, schema: JsonSchema): string[] {
    const { anyOf, items, properties = {}, additionalProperties: values } = schema;
    if (schema.const !== undefined) return [literal(schema.const)];
    if (schema.enum) return schema.enum.map(literal);
    if (anyOf) {
      const objects = anyOf.filter((form) => form.properties).length;
      const nameOf = (form: JsonSchema) =>
        objects > 1 ? `${name}${pascal(Object.keys(form.properties ?? {})[0] ?? '')}` : name;
      return anyOf.flatMap((form) => this.typesOf(nameOf(form), form));
    }
    if (items) return [`${either(this.typesOf(name, items))}[]`];
    if (typeof values === 'object') return [`Record<string, ${this.typesOf(name, values).join(' | ')}>`];
    if (schema.properties) return [this.write(name, { ...schema, properties })];
    return [{ integer: 'number', number: 'number', boolean: 'boolean' }[schema.type ?? ''] ?? 'string'];
  }
}

function either(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `(${words.join(' | ')})`;
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

function comment(indent: string, text: string | undefined): string {
  return text === undefined ? '' : `${indent}/** ${text.replaceAll('*/', '*\\/')} */\n`;
}

function pascal(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
