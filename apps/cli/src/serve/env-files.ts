import { parseEnvFile } from '@mcp-fleet/terminal';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where values are looked for, the first one wins. Both are ignored by git. */
export const ENV_FILES = ['.env', 'environments/local/.env'];

/**
 * The values of all files that exist. They may be secrets: never print them.
 *
 * @throws FleetErrors with code `env-file-invalid`
 */
export function readEnvFiles(root: string): Record<string, string> {
  const files = ENV_FILES.filter((file) => existsSync(join(root, file))).reverse();
  return Object.fromEntries(
    files.flatMap((file) =>
      [...parseEnvFile(readFileSync(join(root, file), 'utf8'), file)].map(([name, { value }]) => [
        name,
        value,
      ]),
    ),
  );
}
