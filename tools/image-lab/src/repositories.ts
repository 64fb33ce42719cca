import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A fleet with an environment of the lab's own, and servers that are real and not in the catalog. */
const STAND_INS = 'tools/image-lab/stand-ins/fleet';

/** What a stand-in takes from the real repository, beside what its deployment.json says. */
interface Traits {
  /** Module path: in none of the five is it the address of the repository. */
  readonly module: string;
  /** A dependency that the stand-in imports; without one the repository has no go.sum, as the real one. */
  readonly dependency?: string;
}

interface GoSource {
  readonly repository: string;
  readonly commit: string;
  readonly mainPackage: string;
  readonly binary: string;
  readonly versionVariable?: string;
}

// All in the language of the router, whose stub plays them; four of the real ones say go 1.21.
const STUB = 'apps/router/internal/stub';
const LANGUAGE = '1.25.0';

const TRAITS: Readonly<Record<string, Traits>> = {
  gitlab: { module: 'github.com/go-mcp-gitlab/go-mcp-gitlab', dependency: 'gopkg.in/yaml.v3@v3.0.1' },
  atlassian: { module: 'github.com/nicholasgriffintn/go-mcp-atlassian' },
  dynatrace: { module: 'github.com/dynatrace-oss/go-mcp-dynatrace' },
  pagerduty: {
    module: 'github.com/jeremyproffitt/go-mcp-pagerduty',
    dependency: 'github.com/joho/godotenv@v1.5.1',
  },
  servicenow: { module: 'github.com/elastiflow/go-mcp-servicenow' },
};

/**
 * Makes a Git repository for each Go server, laid out as the real one and played by the router's stub, and a fleet in
 * which the pinned commits are those of the stand-ins. Nothing else of the catalog in it differs.
 *
 * @param repo this repository.
 * @param lab folder of the lab; `git/<host>/<path>` and `fleet` are written in it.
 */
export function makeRepositories(repo: string, lab: string): void {
  const key = inputsOf(repo);
  const stamp = join(lab, 'done', 'repositories');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === key) return;
  const fleet = join(lab, 'fleet');
  rmSync(fleet, { recursive: true, force: true });
  for (const server of serversOf(repo)) {
    const copy = join(fleet, 'servers', server);
    cpSync(join(repo, 'servers', server), copy, { recursive: true });
    const deploymentFile = join(copy, 'deployment.json');
    if (!existsSync(deploymentFile)) continue;
    const text = readFileSync(deploymentFile, 'utf8');
    const source = (JSON.parse(text) as { source?: { go?: GoSource } }).source?.go;
    if (source === undefined) continue;
    const commit = makeRepository(repo, lab, server, source);
    writeFileSync(deploymentFile, text.replace(source.commit, commit));
  }
  cpSync(join(repo, STAND_INS), fleet, { recursive: true });
  symlinkSync(join(repo, 'servers/images'), join(fleet, 'servers/images'));
  symlinkSync(join(repo, 'node_modules'), join(fleet, 'node_modules'));
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, key);
}

function serversOf(repo: string): string[] {
  const root = join(repo, 'servers');
  return readdirSync(root).filter((name) => existsSync(join(root, name, 'server.json')));
}

function inputsOf(repo: string): string {
  const hash = createHash('sha256');
  for (const folder of ['servers', STUB, STAND_INS, 'tools/image-lab/src']) {
    for (const entry of readdirSync(join(repo, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(?:json|go|ts)$/.test(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      if (folder.endsWith('src') && entry.name !== 'repositories.ts') continue;
      hash.update(`${file}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Returns the id of the only commit: the same files make the same id. */
function makeRepository(repo: string, lab: string, server: string, source: GoSource): string {
  const traits = TRAITS[server];
  if (!traits)
    throw new Error(
      `The image lab knows no stand-in for the Go server ${server}: add it to repositories.ts.`,
    );
  const tree = join(lab, 'tmp', 'repository');
  rmSync(tree, { recursive: true, force: true });
  mkdirSync(join(tree, source.mainPackage), { recursive: true });
  mkdirSync(join(tree, 'internal'));
  const filter = (path: string) => !path.endsWith('_test.go');
  cpSync(join(repo, STUB), join(tree, 'internal/stub'), { recursive: true, filter });
  writeFileSync(join(tree, 'go.mod'), `module ${traits.module}\n\ngo ${LANGUAGE}\n`);
  const version = versionPackage(tree, traits.module, source.versionVariable);
  const lines = [
    'package main',
    'import (',
    '"fmt"',
    '"os"',
    `"${traits.module}/internal/stub"`,
    ...(traits.dependency ? [`_ "${traits.dependency.replace(/@.*/, '')}"`] : []),
    ...(version.imported ? [`"${version.imported}"`] : []),
    ')',
    ...version.declaration,
    'func main() {',
    `if len(os.Args) == 2 && os.Args[1] == "--version" { fmt.Println(${version.expression}); return }`,
    `os.Setenv(stub.Variable, ${JSON.stringify(server)})`,
    'stub.Main()',
    '}',
    '',
  ];
  writeFileSync(join(tree, source.mainPackage, 'main.go'), lines.join('\n'));
  if (traits.dependency) run(tree, 'go', 'get', traits.dependency);
  run(tree, 'go', 'mod', 'tidy');
  return commit(tree, join(lab, 'git', source.repository.replace(/^https:\/\//, '')));
}

/** Where the linker puts the version: nowhere, into main, or into a package of its own. */
function versionPackage(tree: string, module: string, variable: string | undefined) {
  if (variable === undefined) return { declaration: [], expression: '"unknown"', imported: undefined };
  const name = variable.slice(variable.lastIndexOf('.') + 1);
  const path = variable.slice(0, -name.length - 1);
  if (path === 'main')
    return { declaration: [`var ${name} = "unknown"`], expression: name, imported: undefined };
  const folder = join(tree, path.slice(module.length + 1));
  const last = path.slice(path.lastIndexOf('/') + 1);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${last}.go`), `package ${last}\n\nvar ${name} = "unknown"\n`);
  return { declaration: [], expression: `${last}.${name}`, imported: path };
}

function commit(tree: string, bare: string): string {
  const date = '2026-01-13T00:00:00Z';
  const author = { NAME: 'Image lab', EMAIL: 'image-lab@example.test', DATE: date };
  const env = Object.fromEntries(
    Object.entries(author).flatMap(([k, v]) => [
      [`GIT_AUTHOR_${k}`, v],
      [`GIT_COMMITTER_${k}`, v],
    ]),
  );
  const git = (...args: string[]) =>
    run(tree, 'git', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...args);
  Object.assign(process.env, env);
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'Stand-in');
  rmSync(bare, { recursive: true, force: true });
  mkdirSync(dirname(bare), { recursive: true });
  git('clone', '--quiet', '--bare', tree, bare);
  // As the public hosts: a commit can be fetched by its id.
  run(bare, 'git', 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  return run(tree, 'git', 'rev-parse', 'HEAD').trim();
}

function run(cwd: string, program: string, ...args: string[]): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

if (require.main === module) {
  const [lab] = process.argv.slice(2);
  if (!lab) throw new Error('usage: repositories.ts <folder of the lab>');
  makeRepositories(resolve(__dirname, '../../..'), resolve(lab));
}
