import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';

/** Folder of the template; the same place from `src` and from `dist`. */
const TEMPLATE = resolve(__dirname, '../../templates/fleet');

/** What differs from fleet to fleet. */
export interface TemplateValues {
  /** Name of the team's package: lower case, as npm wants it. */
  readonly name: string;
  /** Range of the packages of mcp-fleet, such as `^1.2.0`. */
  readonly version: string;
  /** Range of Nx, as the plugin supports it. */
  readonly nx: string;
  /** Range of TypeScript for the editor. */
  readonly typescript: string;
}

/** A file of a new fleet: its path in the folder, with `/`, and its text. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Files of a new fleet. npm leaves `.gitignore` out of packages, so names that begin with a dot are kept as `dot-…`; a
 * folder with a `package.json` would be an Nx project of this repository, so that is kept as `package.template.json`.
 */
export function templateFiles(values: TemplateValues): TemplateFile[] {
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map((file) => ({
      path: relative(TEMPLATE, file)
        .split(sep)
        .join('/')
        .replace(/^dot-/, '.')
        .replace(/\.template\.json$/, '.json'),
      text: filled(readFileSync(file, 'utf8'), values),
    }));
}

/** Name of a package made from a folder's: `My Fleet` becomes `my-fleet`; `fleet` where nothing is left. */
export function packageName(folder: string): string {
  const name = basename(resolve(folder))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name || 'fleet';
}

function filled(text: string, values: TemplateValues): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, key: keyof TemplateValues) => values[key]);
}
