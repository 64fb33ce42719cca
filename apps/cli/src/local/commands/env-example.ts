import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { envExample } from '../env-example';
import { laptopPlan } from '../open-local';

/** Writes .env.example beside the environment file. With `check` it only says whether it is fresh. */
export function writeEnvExample(
  environment: string,
  props: {
    readonly root?: string;
    readonly out?: string;
    readonly check: boolean;
    readonly say: (line: string) => void;
  },
): boolean {
  const root = resolve(props.root ?? '.');
  const out = resolve(props.out ?? join('dist', 'cdktf', environment));
  const file = join(root, 'environments', environment, '.env.example');
  const text = envExample(laptopPlan(environment, root, out));
  const isFresh = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (isFresh) return true;
  if (!props.check) writeFileSync(file, text);
  props.say(
    `${relative('.', file)} ${props.check ? `is stale: nx run ${environment}:env-example` : 'written'}`,
  );
  return !props.check;
}
