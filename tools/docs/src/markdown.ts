/** The first line of a generated page. */
export function header(from: string): string {
  return `<!-- Written by \`npm run docs\` from ${from}. Edits here are lost. -->`;
}

/** Blocks with an empty line between them; what is undefined or empty is left out. */
export function page(blocks: readonly (string | undefined)[]): string {
  return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

/** A table, or undefined where it would have no row. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string | undefined {
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}

/** Text as code. Backticks inside need longer ones around. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function codeBlock(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

/** Words as a sentence's list: `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[], last = 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** Prose that Markdown must not take for HTML; what stands in backticks is code already. */
export function prose(text: string): string {
  return text.replace(/`[^`]*`|</g, (match) => (match === '<' ? '&lt;' : match));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
