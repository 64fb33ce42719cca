import type { Resource, StackDocument } from './documents';
import type { Rule } from './rule';
import { unless } from './rule';
import { pieces } from './template';
import type { World } from './world';
import { list, object } from './values';

/** What our own expressions call. A text of a user that is evaluated would call, or name, something else. */
const FUNCTIONS = [
  'replace',
  'sha256',
  'element',
  'cidrsubnet',
  'abspath',
  'one',
  'length',
  'jsonencode',
  'md5',
  'sha1',
  'join',
  'split',
  'trimsuffix',
  'trimprefix',
  'format',
  'tolist',
  'toset',
  'lookup',
  'try',
  'coalesce',
  'concat',
  'substr',
  'filebase64sha256',
];
const NAMES = ['path.module', 'terraform.workspace', 'self.names'];

/** Every text of a value, its keys too. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...textsOf(item),
  ]);
}

function expressionFaults(r: Resource, expression: string, world: World): readonly string[] {
  // Texts within an expression are texts of their own.
  const bare = expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const calls = [...bare.matchAll(/([A-Za-z_]\w*)\(/g)].map(([, name]) => String(name));
  const references = [
    ...bare.matchAll(/(?<![\w.-])((?:data\.)?[a-z]\w*\.[A-Za-z_][\w-]*(?:\.[\w-]+)*)/g),
  ].map(([, text]) => String(text));
  const words = bare.replace(/[\w-]+(\.[\w-]+)+/g, '').replace(/([A-Za-z_]\w*)\(/g, '');
  return [
    ...calls.flatMap((name) => unless(FUNCTIONS.includes(name), `Terraform would call ${name}()`)),
    ...references.flatMap((text) =>
      unless(isKnown(r, text, world), `it refers to ${text}, which is not in its stack`),
    ),
    ...unless(
      calls.length + references.length > 0 || /^[\d\s"]*$/.test(words),
      `Terraform would evaluate ${expression.slice(0, 60)}`,
    ),
  ];
}

function isKnown(r: Resource, text: string, world: World): boolean {
  if (NAMES.includes(text) || text.startsWith('it.')) return true;
  const [, data = '', type = '', id = ''] = /^(data\.)?([a-z]\w*)\.([\w-]+)/.exec(text) ?? [];
  return world.has(r.stack, data + type, id);
}

/** Whether a stack's state of another stack has the output that is asked for. */
function outputFaults(expression: string, documents: readonly StackDocument[]): readonly string[] {
  return [
    ...expression.matchAll(
      /data\.terraform_remote_state\.cross-stack-reference-input-([\w-]+)\.outputs\.([\w-]+)/g,
    ),
  ].flatMap(([, stack, name]) => {
    const other = documents.find((document) => document.stack === stack);
    return unless(
      other !== undefined && Object.hasOwn(other.outputs, String(name)),
      `${String(stack)} has no output ${String(name)}`,
    );
  });
}

export const terraformRules: readonly Rule[] = [
  {
    name: 'texts-are-not-evaluated',
    source:
      'developer.hashicorp.com/terraform/language/expressions/strings: what a user writes is no expression, and no directive',
    faults: (r, world) =>
      textsOf(r.block).flatMap((text) => {
        if (!text.includes('{')) return [];
        try {
          return pieces(text).flatMap((piece) =>
            'expression' in piece
              ? [
                  ...expressionFaults(r, piece.expression, world),
                  ...outputFaults(piece.expression, world.documents),
                ]
              : [],
          );
        } catch (error) {
          return [`${(error as Error).message} in ${text.slice(0, 60)}`];
        }
      }),
  },
  {
    name: 'depends-on-what-is-there',
    source:
      'developer.hashicorp.com/terraform/language/meta-arguments/depends_on: an address of the same stack',
    faults: (r, world) =>
      list(r.block['depends_on']).flatMap((address) => {
        const [, data = '', type = '', id = ''] =
          /^(data\.)?([a-z]\w*)\.([\w-]+)$/.exec(String(address)) ?? [];
        return unless(
          world.has(r.stack, data + type, id),
          `it depends on ${String(address)}, which is not in its stack`,
        );
      }),
  },
  {
    name: 'no-secret',
    source: 'a secret is never in the Terraform of an environment',
    faults: (r, world) => {
      const text = JSON.stringify(r.block);
      return world.permission.forbidden.flatMap((secret) =>
        unless(!text.includes(secret), 'it has a secret in it'),
      );
    },
  },
  {
    name: 'no-lost-value',
    source:
      'a value that JavaScript lost on the way: undefined, NaN, an object as text, a token of cdktf that nobody resolved',
    faults: (r) =>
      textsOf(r.block).flatMap((text) =>
        unless(
          !/\[object Object\]|\bundefined\b(?=[-/:.]|$)|TfToken\[|\bNaN\b(?=[-/:.]|$)/.test(text) ||
            isUsersText(r, text),
          `a value was lost: ${text.slice(0, 60)}`,
        ),
      ),
  },
  {
    name: 'state-of-its-own',
    source: 'two stacks in one state destroy each other',
    faults: (r, world) => {
      const mine = world.documentOf(r);
      if (mine.resources[0] !== r) return [];
      const place = (document: StackDocument) =>
        JSON.stringify(
          Object.values(document.backend).map((one) => [
            object(one)['bucket'],
            object(one)['key'],
            object(one)['path'],
          ]),
        );
      return world.documents
        .filter((other) => other !== mine && place(other) === place(mine))
        .map((other) => `${other.stack} has the same state`);
    },
  },
];

/** Settings and names of users may hold any word. */
function isUsersText({ type }: Resource, text: string): boolean {
  return text.includes('settings') || type === 'docker_container' || /"instances"/.test(text);
}
