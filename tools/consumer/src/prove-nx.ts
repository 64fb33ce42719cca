import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Run } from './steps';

/** Nx in a team's folder, with the installed plugin: what a change affects is synthesised, and nothing else. */
export function proveNx(team: string, check: Check, run: Run): void {
  const nx = (...args: string[]) => run(team, 'npx', ['--no-install', 'nx', ...args]);
  const affected = () => nx('affected', '-t', 'synth', '--output-style=static');
  const generate = (...args: string[]) => nx('generate', ...args);
  check(
    'the generators write a server and an environment',
    () =>
      succeeded(generate('@mcp-fleet/nx:server', 'notes', 'servers/everything/server.json')) &&
      succeeded(generate('@mcp-fleet/nx:environment', 'night', '--server=notes', '--edge=http-api')),
  );
  const wrong = generate('@mcp-fleet/nx:environment', 'dark', '--server=notes', '--target=lamda');
  check(
    'a mistake in their call is a report without a stack trace',
    () =>
      wrong.status === 1 &&
      /did you mean "lambda"\?/.test(wrong.stderr + wrong.stdout) &&
      !/^\s+at /m.test(wrong.stderr),
  );
  commit(team, run);

  const target = nx('show', 'target', 'dev:synth', '--json').stdout;
  check('the target of an environment runs the installed program', () =>
    target.includes('mcp-fleet synth dev --out dist/cdktf/dev'),
  );
  edit(join(team, 'servers/notes/server.json'), [['"title": "Everything"', '"title": "Notes"']]);
  const first = affected();
  check('nx affected -t synth succeeds', () => succeeded(first));
  check(
    'a changed server is synthesised in the environment that names it, and in no other',
    () => existsSync(join(team, 'dist/cdktf/night')) && !existsSync(join(team, 'dist/cdktf/dev')),
  );
  const terraform = join(team, 'dist/cdktf/night/stacks/night-tools/cdk.tf.json');
  const before = readFileSync(terraform, 'utf8');
  rmSync(join(team, 'dist'), { recursive: true });
  const second = affected();
  check('the same again comes from the cache', () => /cache/.test(second.stdout) && succeeded(second));
  check('with the same Terraform', () => readFileSync(terraform, 'utf8') === before);

  commit(team, run);
  edit(join(team, 'README.md'), [['A fleet of', 'The fleet of']]);
  check('a page affects no environment', () => affected().stdout.includes('No tasks were run'));
}

function succeeded({ status, stdout, stderr }: ReturnType<Run>): boolean {
  if (status !== 0) console.log(`${stdout}\n${stderr}`);
  return status === 0;
}

function commit(team: string, run: Run): void {
  const git = (...args: string[]) => run(team, 'git', args);
  if (!existsSync(join(team, '.git'))) git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('-c', 'user.name=acme', '-c', 'user.email=acme@example.com', 'commit', '-qm', 'change');
}

/** Replaces texts that are there; one that is not is a fault of this proof. */
function edit(file: string, changes: readonly (readonly [string, string])[]): void {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}
