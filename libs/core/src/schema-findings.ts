import { valueAt, withArticle } from './schema-words';
import { didYouMean, suggestion } from './suggest';

type Path = readonly PropertyKey[];

/** An issue of zod, as far as it is read here: this package does not depend on zod. */
export interface SchemaIssue {
  /** Kind of the issue, such as `invalid_type`. */
  readonly code: string;
  /** Place of the value; inside a union, from the value of the union. */
  readonly path: Path;
  /** Sentence of the schema, or of zod where the schema has none. */
  readonly message: string;
  /** Of `unrecognized_keys`. */
  readonly keys?: readonly string[];
  /** Of `invalid_type`. */
  readonly expected?: string;
  /** Of `invalid_value`. */
  readonly values?: readonly unknown[];
  /** Of `invalid_union`: what each branch found. */
  readonly errors?: readonly (readonly SchemaIssue[])[];
  /** Of `invalid_union`: the key that decides the branch, where one does. */
  readonly discriminator?: string;
  /** Of `invalid_union` with a discriminator: the values of that key. */
  readonly options?: readonly unknown[];
  /** Of `invalid_key`: what is wrong with the name. */
  readonly issues?: readonly SchemaIssue[];
}

/** What a schema says at a path. */
export interface SchemaAt {
  /** Keys that an object has there. */
  readonly keys: readonly string[];
  /** Description of the value. */
  readonly description?: string | undefined;
}

/** What differs between the files that are checked. */
export interface CheckedFile {
  /** The value that was checked. */
  readonly root: unknown;
  /** What its schema says at a path. */
  schemaAt(path: Path): SchemaAt;
  /** Words as a list for a sentence, in the order that suits the file. */
  list(words: readonly string[]): string;
  /** A description as the end of a sentence. */
  phrase(description: string): string;
}

/** One thing that is wrong with a value, in words, before a package makes an error of it. */
export interface SchemaFinding {
  /** What is wrong, for the code of the error. */
  readonly kind: 'unknown-key' | 'missing-key' | 'wrong-name' | 'wrong-type' | 'not-a-choice' | 'broken-rule';
  /** Place of the key or value, from the root of the file. */
  readonly path: Path;
  /** What stands at the path; of a wrong name, the name. */
  readonly value: unknown;
  /** Rule that is broken, as a sentence. */
  readonly rule: string;
  /** What to do about it. */
  readonly fix: string;
  /** The known key that an unknown one most likely means. */
  readonly meant?: string | undefined;
  /** What the schema says that the value means, as a fix. */
  readonly explanation: string;
}

/** What zod found, in words: one finding for each key or value, each with its path from the root of the file. */
export function schemaFindings(issues: readonly SchemaIssue[], file: CheckedFile): SchemaFinding[] {
  return issues.flatMap((issue) => findingsOf(issue, issue.path, file));
}

function findingsOf(issue: SchemaIssue, path: Path, file: CheckedFile): SchemaFinding[] {
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys ?? [], path, file);
  if (issue.code === 'invalid_union' && issue.errors && issue.errors.length > 0) {
    return nearestBranch(issue.errors).flatMap((nested) =>
      findingsOf(nested, [...path, ...nested.path], file),
    );
  }
  const value = valueAt(file.root, path);
  const { description } = file.schemaAt(path);
  if (value === undefined) {
    const fix = description ? `add it: ${file.phrase(description)}` : 'add it';
    return [{ kind: 'missing-key', path, value, rule: 'this key is required', fix, explanation: fix }];
  }
  const explanation = description
    ? `what is meant: ${file.phrase(description)}`
    : 'write a value that keeps the rule';
  const at = { path, value, fix: explanation, explanation };
  if (issue.code === 'invalid_type') {
    return [{ ...at, kind: 'wrong-type', rule: `this is ${withArticle(issue.expected ?? '')}` }];
  }
  if (issue.code === 'invalid_key') {
    const rule = issue.issues?.[0]?.message ?? issue.message;
    return [{ ...at, kind: 'wrong-name', value: path.at(-1), rule }];
  }
  const choices = choicesOf(issue)?.map(String);
  if (choices) {
    const rule = `this is one of: ${file.list(choices)}`;
    return [{ ...at, kind: 'not-a-choice', rule, fix: didYouMean(String(value), choices) }];
  }
  return [{ ...at, kind: 'broken-rule', rule: issue.message }];
}

function choicesOf(issue: SchemaIssue): readonly unknown[] | undefined {
  if (issue.code === 'invalid_value') return issue.values ?? [];
  return issue.code === 'invalid_union' && issue.discriminator ? (issue.options ?? []) : undefined;
}

function unknownKeys(keys: readonly string[], path: Path, file: CheckedFile): SchemaFinding[] {
  const known = file.schemaAt(path).keys;
  const rule = `the keys here are: ${file.list(known)}`;
  return keys.map((key) => {
    const { fix, meant } = suggestion(key, known);
    return {
      kind: 'unknown-key',
      path: [...path, key],
      value: undefined,
      rule,
      fix,
      meant,
      explanation: fix,
    };
  });
}

/** The branch that was most likely meant: whose value has the right type, then the one with the fewest issues. */
function nearestBranch(branches: readonly (readonly SchemaIssue[])[]): readonly SchemaIssue[] {
  const cost = (issues: readonly SchemaIssue[]) =>
    issues.some((i) => i.path.length === 0 && i.code !== 'unrecognized_keys')
      ? 1000 + issues.length
      : issues.length;
  const sorted = [...branches].sort((a, b) => cost(a) - cost(b));
  const best = sorted[0] ?? [];
  if (cost(best) < 1000) return best;
  // No branch has the right type: say all of them in one sentence.
  const texts = branches.flat().map(branchText);
  return [{ code: 'custom', path: [], message: `this is ${[...new Set(texts)].join(' or ')}` }];
}

function branchText(issue: SchemaIssue): string {
  if (issue.code === 'invalid_value') {
    return (issue.values ?? []).map((value) => `'${String(value)}'`).join(', ');
  }
  return issue.expected === undefined ? issue.message : withArticle(issue.expected);
}
