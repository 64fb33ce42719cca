import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where values are looked for, the first one wins. Both are ignored by git. */
export const ENV_FILES = ['.env', 'environments/local/.env'];

/** The values of all files that exist. They may be secrets: never print them. */
export function readEnvFiles(root: string): Record<string, string> {
  const texts = ENV_FILES.map((file) => join(root, file)).filter((file) => existsSync(file));
  return Object.assign({}, ...texts.reverse().map((file) => parseEnv(readFileSync(file, 'utf8'))));
}

const LINE = /^\s*(?:export\s+)?([^\s=#]+)\s*=\s*(.*?)\s*$/;

/** `NAME=value` a line; quotes around a value are taken off, and ` #` begins a comment outside of them. */
export function parseEnv(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, raw = ''] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(raw)?.[2];
    values[name] = quoted ?? raw.replace(/(?:^|\s+)#.*$/, '');
  }
  return values;
}
