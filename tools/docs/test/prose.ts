import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../../..');

/** The part of JSON Schema that the schema of environment files uses. */
export interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: boolean | Node;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly type?: string;
}

const GENERATED = ['environment-file.md', 'errors.md', 'limits.md', 'servers.md'];

/** Pages that people write, by their path. */
export function prosePages(): Record<string, string> {
  const docs = readdirSync(join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && !GENERATED.includes(name),
  );
  const paths = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Blocks of code in a language. */
export function blocks(page: string, language: string): string[] {
  return [...page.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text);
}

/** What stands between single backticks, outside of blocks. */
export function inlineCode(page: string): string[] {
  const prose = page.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
}

/** The forms that a value may have. */
function forms(node: Node): readonly Node[] {
  return node.anyOf ? node.anyOf.flatMap(forms) : [node];
}

/** Every place where a key may be written, anywhere below. */
export function placesOf(node: Node, key: string): Node[] {
  return forms(node).flatMap(({ properties = {}, additionalProperties, items }) => [
    ...Object.entries(properties).flatMap(([name, below]) => [
      ...(name === key ? [below] : []),
      ...placesOf(below, key),
    ]),
    ...(typeof additionalProperties === 'object' ? placesOf(additionalProperties, key) : []),
    ...(items ? placesOf(items, key) : []),
  ]);
}

/** What is at a key of an object, whatever its form. */
export function at(node: Node, key: string): Node[] {
  return forms(node).flatMap(({ properties = {}, additionalProperties }) => {
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own) return [own];
    return typeof additionalProperties === 'object' ? [additionalProperties] : [];
  });
}

/** Whether a value has a form that the schema knows: its keys, its types, and words that are fixed. */
export function fits(node: Node, value: unknown): boolean {
  return forms(node).some((form) => fitsForm(form, value));
}

function fitsForm(form: Node, value: unknown): boolean {
  if (form.const !== undefined) return form.const === value;
  if (form.enum !== undefined) return form.enum.includes(value);
  if (Array.isArray(value)) {
    const { items } = form;
    return items !== undefined && value.every((item) => fits(items, item));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).every(([key, below]) => at(form, key).some((node) => fits(node, below)));
  }
  const { type } = form;
  return type === typeof value || (type === 'integer' && Number.isInteger(value));
}

/** Data as it is written in TypeScript; undefined where it is not whole. */
export function evaluate(text: string): unknown {
  try {
    // The text is a page of this repository.
    return new Function(`return (${text});`)() as unknown;
  } catch {
    return undefined;
  }
}
