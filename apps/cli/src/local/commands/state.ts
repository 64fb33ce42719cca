import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many resources Terraform keeps in the state of a stack. */
export function resourcesInState(folder: string, stack: string): number {
  const file = join(folder, '.state', `${stack}.tfstate`);
  if (!existsSync(file)) return 0;
  const { resources = [] } = JSON.parse(readFileSync(file, 'utf8')) as {
    resources?: readonly { readonly mode: string }[];
  };
  return resources.filter(({ mode }) => mode === 'managed').length;
}
