import type { LaptopFleetPlan } from '@mcp-fleet/plan';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployEnvironment } from '../../src/deploy/commands/deploy';
import { destroyEnvironment } from '../../src/deploy/commands/destroy';
import { planEnvironment } from '../../src/deploy/commands/plan';
import { parseEnvFile } from '@mcp-fleet/terminal';
import { readSecrets } from '../../src/deploy/laptop/secrets';
import { removeSecretFiles, writeSecretFiles } from '../../src/deploy/laptop/secret-files';
import { outputsPage } from '../../src/deploy/outputs/outputs-page';
import { readOutputs } from '../../src/deploy/outputs/read-outputs';
import { laptopPlan } from './laptop-plan';
import { PLAN_CHANGES, World, creates } from './world';

describe('secrets', () => {
  const read = (text: string, plan = laptopPlan(), deployments?: readonly string[]) =>
    readSecrets(plan, parseEnvFile(text, '.env'), '.env', deployments);
  const rules = (text: string, deployments?: readonly string[]) =>
    read(text, laptopPlan(), deployments).errors.map(({ rule }) => rule);
  const token = 'MCP_TOKEN=0123456789abcdef';

  test('go to the instances that ask for them, tokens as a list', () => {
    const all = `${token}, fedcba9876543210\nNOTES__TOKEN=one\nWIKI__TOKEN=two\nWIKI_USER=me`;
    expect(read(all)).toEqual({
      secrets: {
        access: { tokens: ['0123456789abcdef', 'fedcba9876543210'] },
        notes: { TOKEN: 'one' },
        wiki: { TOKEN: 'two', USER: 'me' },
      },
      errors: [],
      ignored: [],
    });
  });

  test('the whole name is always understood, and wins', () => {
    const text = `${token}\nNOTES__TOKEN=x\nWIKI__TOKEN=x\nWIKI_USER=short\nWIKI__WIKI_USER=long`;
    expect(read(text).secrets['wiki']).toEqual({ TOKEN: 'x', USER: 'long' });
  });

  test('missing secrets are named as in the file', () => {
    expect(rules('')).toEqual([
      'the front doors need values in it: it lacks MCP_TOKEN',
      'notes needs values in it: it lacks NOTES__TOKEN',
      'wiki needs values in it: it lacks WIKI__TOKEN, or WIKI_USER',
    ]);
    expect(rules('MCP_TOKEN=short', [])).toEqual([]);
    expect(rules('', ['other'])).toEqual(['the front doors need values in it: it lacks MCP_TOKEN']);
    expect(rules('MCP_TOKEN=s3cret', ['other'])).toEqual(['a token has 16 characters or more']);
  });

  test('a name that two instances have is given to neither', () => {
    const { errors } = read(`${token}\nTOKEN=s3cret\nNOTES__TOKEN=a\nWIKI__TOKEN=b`);
    expect(errors.map(({ fix }) => fix)).toEqual(['write NOTES__TOKEN and WIKI__TOKEN']);
    expect(errors[0]?.message).not.toContain('s3cret');
  });

  test('lines that nobody asks for are told, empty ones of the example are not', () => {
    const { ignored } = read(`${token}\nNOTES__TOKEN=a\nWIKI__TOKEN=b\nNOTES__TOKN=s3cret\nOLD=`);
    expect(ignored).toEqual(['line 4: no server asks for NOTES__TOKN; did you mean "NOTES__TOKEN"?']);
  });
});

describe('files for containers', () => {
  const root = mkdtempSync(join(tmpdir(), 'mcp-fleet-secrets-'));
  const folder = join(root, '.state/secrets');
  const content = (name: string) =>
    JSON.parse(readFileSync(join(folder, name, 'secrets.json'), 'utf8')) as unknown;
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
  afterAll(() => rmSync(root, { recursive: true }));

  test('each gets its own and nothing else, and nobody but the owner gets in', () => {
    const secrets = { access: { tokens: ['t'] }, notes: { TOKEN: 'a' }, wiki: { TOKEN: 'b' } };
    writeSecretFiles(laptopPlan(), secrets, folder);
    expect(content('local-tools-notes')).toEqual({ access: { tokens: ['t'] }, notes: { TOKEN: 'a' } });
    expect(content('local-tools-wiki')).toEqual({ access: { tokens: ['t'] }, wiki: { TOKEN: 'b' } });
    expect(content('local-other')).toEqual({ access: { tokens: ['t'] } });
    expect(mode(folder)).toBe('700');
    expect(mode(join(folder, 'local-tools-notes'))).toBe('755');
    expect(mode(join(folder, 'local-tools-notes/secrets.json'))).toBe('644');
    expect(readdirSync(join(folder, 'local-tools-notes'))).toEqual(['secrets.json']);
  });

  test('of one deployment alone leaves the others as they are; a container that is no more loses its own', () => {
    writeSecretFiles(laptopPlan(), { access: { tokens: ['new'] } }, folder, ['other']);
    expect(content('local-other')).toEqual({ access: { tokens: ['new'] } });
    expect(content('local-tools-notes')).toMatchObject({ access: { tokens: ['t'] } });
    const { other } = laptopPlan().deployments;
    writeSecretFiles({ ...laptopPlan(), deployments: { other: other! } }, {}, folder);
    expect(readdirSync(folder)).toEqual(['local-other']);
    removeSecretFiles(folder);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('commands', () => {
  const stacks = ['local-tools', 'local-other'];
  let world: World;
  beforeEach(() => {
    world = new World({ plan: PLAN_CHANGES, show: creates('docker_container.a') }, stacks);
  });
  afterEach(() => world.remove());
  const session = (plan: LaptopFleetPlan = laptopPlan(), names = stacks) => world.session(plan, names);

  test('deploy writes the secrets, then applies; nothing asks AWS', async () => {
    expect(await deployEnvironment(session(), { yes: true })).toBe(true);
    expect(world.calls().filter((call) => call.endsWith(' apply'))).toEqual([
      'local-tools apply',
      'local-other apply',
    ]);
    expect(world.said).toContain('secrets written');
  });

  test('deploy of one deployment leaves the others alone', async () => {
    await deployEnvironment(session(), { yes: true, deployments: ['other'] });
    expect(world.calls().some((call) => call.startsWith('local-tools'))).toBe(false);
  });

  test('images that lack stop it before Terraform starts', async () => {
    world.laptop = { ...world.laptop, hasImage: () => Promise.resolve(false) };
    await expect(deployEnvironment(session(), { yes: true })).rejects.toThrow('mcp-servers/notes:v1');
    expect(world.calls()).toEqual([]);
    expect(world.said).not.toContain('secrets written');
  });

  test('plan says which image a stack waits for', async () => {
    world.laptop = { ...world.laptop, hasImage: ({ name }) => Promise.resolve(name !== 'mcp-servers/notes') };
    await planEnvironment(session());
    expect(world.said.join('\n')).toContain('local-tools: waits for an image: mcp-servers/notes:v1');
    expect(world.calls().some((call) => call.startsWith('local-tools'))).toBe(false);
  });

  test('destroy takes the values away as well', async () => {
    world.state('local-tools', { 'docker_container.a': '1' });
    expect(await destroyEnvironment(session(), { name: 'local' })).toBe(true);
    expect(world.said).toContain('secrets removed');
  });

  test('outputs name containers, and how their logs are read', async () => {
    world.state('local-tools', { 'docker_container.a': '1' });
    const servers = { value: { notes: 'http://127.0.0.1:8081/notes/mcp' } };
    const containers = { value: { notes: 'local-tools-notes' } };
    world.terraform({ output: { lines: [{ servers, containers }] } });
    const outputs = await readOutputs(session());
    expect(outputs).toMatchObject({
      place: 'laptop',
      access: 'token',
      servers: {
        notes: {
          address: 'http://127.0.0.1:8081/notes/mcp',
          health: 'http://127.0.0.1:8081/notes/health',
          function: 'local-tools-notes',
          logGroup: 'nx run local:logs -- notes',
        },
      },
      notDeployed: ['local-other'],
    });
    expect(outputsPage(outputs)).toMatch(/^server +address +container +logs\n/);
    expect(outputsPage(outputs)).toContain('local-other is not deployed: nx run local:up');
  });
});
