import ts from 'typescript';

/** A doc comment, taken apart. */
export interface DocComment {
  /** What stands before the first tag; paragraphs stay. */
  readonly text: string;
  /** After `@default`: a value, or a dash and what happens without one. */
  readonly default?: string;
  /** After `@throws`. */
  readonly throws?: string;
}

const NONE: DocComment = { text: '' };
const TAG = /(?:^|\s)@(default|deprecated|packageDocumentation|param|remarks|returns|see|throws)\b/;

/** The doc comment of a declaration. */
export function docOf(node: ts.Node): DocComment {
  const comment = comments(node).at(-1);
  return comment === undefined ? NONE : parse(comment);
}

/** The comment of an index.ts that is about the whole package. */
export function packageDocOf(file: ts.SourceFile): DocComment {
  const first = file.statements[0];
  const comment = first && comments(first).find((text) => text.includes('@packageDocumentation'));
  return comment === undefined ? NONE : parse(comment);
}

/** The first sentence of a text. */
export function firstSentence(text: string): string {
  const paragraph = (text.split('\n\n')[0] ?? '').replaceAll('\n', ' ');
  return /^.*?[.!?](?=\s+[A-Z`]|$)/.exec(paragraph)?.[0] ?? paragraph;
}

function comments(node: ts.Node): string[] {
  const text = node.getSourceFile().text;
  return (ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [])
    .map(({ pos, end }) => text.slice(pos, end))
    .filter((comment) => comment.startsWith('/**'));
}

function parse(comment: string): DocComment {
  const plain = comment
    .slice('/**'.length, -'*/'.length)
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .replace(/\{@link\s+([^}\s]+)[^}]*\}/g, '`$1`');
  // The text, then a tag's name and what follows it in turn.
  const [text = '', ...tags] = plain.split(new RegExp(TAG, 'g'));
  const after = (name: string) => {
    const at = tags.findIndex((tag, i) => i % 2 === 0 && tag === name);
    return at < 0 ? undefined : tags[at + 1]?.trim();
  };
  return { text: text.trim(), default: after('default'), throws: after('throws') };
}
