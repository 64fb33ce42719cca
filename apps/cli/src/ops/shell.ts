/** Text that is a command already, and is not quoted again. */
export interface Verbatim {
  readonly verbatim: string;
}

export function verbatim(text: string): Verbatim {
  return { verbatim: text };
}

type Word = string | number | Verbatim | readonly string[];

/**
 * A command for a POSIX shell: what is put in is quoted where a shell would read anything into it; a list becomes one
 * word for each of its texts.
 */
export function sh(texts: TemplateStringsArray, ...words: readonly Word[]): string {
  return texts.map((text, i) => (i === 0 ? text : wordOf(words[i - 1] as Word) + text)).join('');
}

function wordOf(word: Word): string {
  if (typeof word === 'object' && 'verbatim' in word) return word.verbatim;
  if (typeof word === 'object') return word.map(quote).join(' ');
  return quote(String(word));
}

/** One word of a command. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
