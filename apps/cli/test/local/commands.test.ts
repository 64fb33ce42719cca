import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interrupts, terminal } from '../../src/deploy';
import { envExample, main } from '../../src/local';
import { down } from '../../src/local/commands/down';
import { tools } from '../../src/local/commands/tools';
import { up } from '../../src/local/commands/up';
import { logs, restart, status } from '../../src/local/commands/watch';
import { laptopPlan } from '../../src/local/open-local';
import { fakeEngine } from './fake-engine';
import { Project, REPOSITORY, twoDeployments } from './project';

let project: Project;
beforeEach(() => {
  project = new Project(twoDeployments);
});
afterEach(() => project.remove());

const FILLED = 'MCP_TOKEN=0123456789abcdef\nGITLAB_TOKEN=s3cret\nPAGERDUTY_USER_API_KEY=s3cret\n';
const props = () => ({ screen: terminal({ json: false }), interrupts: new Interrupts(() => undefined) });
const read = (name: string) => readFileSync(join(project.folder, name), 'utf8');

test('.env.example of the repository is what its manifests say', () => {
  const plan = laptopPlan('local', REPOSITORY, project.out);
  // Stale? `nx run local:env-example` writes it anew.
  expect(readFileSync(join(REPOSITORY, 'environments/local/.env.example'), 'utf8') === envExample(plan)).toBe(
    true,
  );
});

test('an example names every variable, without values, and fits a terminal', () => {
  const text = envExample(laptopPlan('local', project.root, project.out));
  expect(text).toContain(
    '\n# pagerduty: PagerDuty\n# required: API token of a user, not of the account.\nPAGERDUTY_USER_API_KEY=\n',
  );
  expect(text).toContain('# one of these: GITLAB_PERSONAL_ACCESS_TOKEN, or GITLAB_TOKEN,');
  expect(text.match(/^[A-Z_]+=$/gm)?.length).toBe(6);
  expect(text).not.toMatch(/^[^#\n]+=.+$/m);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(110);
});

describe('up', () => {
  const local = (deployments: readonly string[] = []) => project.open(fakeEngine(), deployments);

  test('makes a .env with a token of its own, and asks for what it cannot make, before anything is built', async () => {
    const opened = await local();
    await expect(up(opened, { ...props(), straight: true })).rejects.toThrow(
      'it lacks PAGERDUTY_USER_API_KEY',
    );
    const text = read('.env');
    const token = /^MCP_TOKEN=(\w{48})$/m.exec(text)?.[1] ?? '';
    expect(token).not.toBe('');
    expect(statSync(join(project.folder, '.env')).mode & 0o777).toBe(0o600);
    expect(project.said.join('\n')).not.toContain(token);
    expect((opened.engine as ReturnType<typeof fakeEngine>).calls).toEqual([]);
  });

  test('a .env that is there is never written', async () => {
    project.write('.env', '# mine\n');
    await expect(up(await local(), { ...props(), straight: true })).rejects.toThrow('it lacks MCP_TOKEN');
    expect(read('.env')).toBe('# mine\n');
  });

  test('of one deployment asks for nothing of the others', async () => {
    project.write('.env', 'MCP_TOKEN=s3cret\n');
    const error = await up(await local(['one']), { ...props(), straight: true }).catch(
      (e: Error) => e.message,
    );
    expect(error).toContain('a token has 16 characters or more');
    expect(error).not.toContain('gitlab');
    expect(error).not.toContain('s3cret');
  });

  test('straight does not touch what Terraform has made', async () => {
    project.write('.env', FILLED);
    mkdirSync(join(project.folder, '.state'));
    const state = { resources: [{ mode: 'managed' }] };
    writeFileSync(join(project.folder, '.state/local-one.tfstate'), JSON.stringify(state));
    const opened = await project.open(
      fakeEngine((args) => (args[0] === 'info' ? 'linux/amd64' : '1')),
      ['one'],
    );
    await expect(up(opened, { ...props(), straight: true })).rejects.toThrow('container-owner');
  });
});

test('down removes containers, networks and the values, and leaves .env', async () => {
  project.write('.env', FILLED);
  const engine = fakeEngine(([verb, what]) => {
    if (verb === 'ps') return 'local-one-everything\tUp\n';
    return verb === 'network' && what === 'ls' ? 'local-one\n' : '';
  });
  const local = await project.open(engine);
  await restart(local);
  const secrets = join(project.folder, '.state/secrets');
  expect(existsSync(secrets)).toBe(true);
  expect(await down(local, props())).toBe(true);
  expect(engine.calls.slice(-4)).toEqual([
    'stop local-one-everything',
    'rm --force local-one-everything',
    'network ls --filter label=mcp-fleet.environment=local --format {{.Name}}',
    'network rm local-one',
  ]);
  expect(existsSync(secrets)).toBe(false);
  expect(read('.env')).toBe(FILLED);
});

test('restart puts .env as it is now where the router reads it', async () => {
  project.write('.env', FILLED);
  const engine = fakeEngine(([verb]) => (verb === 'ps' ? 'local-shared\tUp\n' : ''));
  expect(await restart(await project.open(engine))).toBe(true);
  expect(engine.calls).toContain('restart local-shared');
  const file = join(project.folder, '.state/secrets/local-shared/secrets.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    access: { tokens: ['0123456789abcdef'] },
    gitlab: { GITLAB_TOKEN: 's3cret' },
    pagerduty: { PAGERDUTY_USER_API_KEY: 's3cret' },
  });
});

test('logs of a server that shares its container are its own lines', async () => {
  const lines = [
    '{"server":"gitlab","message":"a"}',
    'no JSON',
    '{"server":"pagerduty"}',
    '{"server":"gitlab"}',
  ];
  const engine = fakeEngine(([verb]) => (verb === 'logs' ? lines.join('\n') : ''));
  const local = await project.open(engine);
  await logs(local, 'gitlab', false);
  expect(project.said).toEqual([lines[0], lines[3]]);
  await logs(local, 'everything', true);
  expect(engine.calls.at(-1)).toBe('logs --tail 100 --follow local-one-everything');
});

test('a server that is not there is named with the one that was meant', async () => {
  const local = await project.open(fakeEngine());
  await expect(logs(local, 'gitlap', false)).rejects.toThrow('did you mean "gitlab"?');
  await expect(project.open(fakeEngine(), ['on'])).rejects.toThrow('did you mean "one"?');
});

test('status tells what is not running from what does not answer', async () => {
  const engine = fakeEngine(([verb]) => (verb === 'ps' ? 'local-one-everything\tUp 3 minutes\n' : ''));
  expect(await status(await project.open(engine))).toBe(false);
  const [head, ...rows] = project.said;
  expect(head).toMatch(/^server +container +state +health +address$/);
  expect(rows[0]).toMatch(/^everything +local-one-everything +Up 3 minutes +no answer +http/);
  expect(rows[1]).toMatch(/^gitlab +local-shared +not running +- +http/);
});

test('status of what nobody has started is no error', async () => {
  expect(await status(await project.open(fakeEngine()))).toBe(true);
  const [, ...rows] = project.said;
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect(row).toMatch(/ not running +- +http/);
});

test('tools of nothing says how to begin', async () => {
  expect(await tools(await project.open(fakeEngine()))).toBe(false);
  expect(project.said).toEqual(['Nothing runs: nx run local:up']);
});

test('an environment at AWS has none of these commands', () => {
  expect(() => laptopPlan('dev', REPOSITORY, project.out)).toThrow('nx run dev:deploy');
});

test.each([
  [[], 'name a command'],
  [['upp', 'local'], "there is no command 'upp'"],
  [['up'], 'name an environment'],
  [['down', 'local', 'x'], "'x' is too many"],
  [['logs', 'local', 'a', 'b'], "one server at a time: 'b' is too many"],
  [['shell', 'local'], 'name a server'],
  [['up', 'local', '--fast'], '--fast'],
])('%j is a wrong call', async (argv, message) => {
  const written: string[] = [];
  const write = jest
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => written.push(String(text)) > 0);
  try {
    expect(await main(argv)).toBe(64);
  } finally {
    write.mockRestore();
  }
  expect(written.join('')).toContain(message);
  expect(written.join('')).toContain('local <command> <environment>');
});
