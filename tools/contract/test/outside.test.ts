import { server } from '@mcp-fleet/testing/fleet';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * Another team: a folder outside the repository, with the packages as npm would install them, an environment and a
 * server.json of its own.
 */
const repository = join(__dirname, '../../..');
const packages = [
  'core',
  'refs',
  'environment',
  'catalog',
  'plan',
  'alarms',
  'ecr',
  'logs',
  'route53',
  'secrets',
  'lambda-http-api',
  'lambda-rest-api',
  'vpc',
  'vpc-endpoints',
  'fargate-alb',
  'docker',
  'fleet',
];
const team = mkdtempSync(join(tmpdir(), 'mcp-fleet-team-'));

const environment = `import { defineEnvironment } from '@mcp-fleet/environment';
import { account } from './account';

export default defineEnvironment({
  name: 'ours',
  aws: { account, region: 'eu-central-1' },
  access: 'token',
  deployments: {
    desk: {
      target: 'lambda',
      topology: 'multi-server',
      servers: { memo: { settings: { NOTES_URL: 'https://notes.example.com' } } },
    },
  },
});
`;

const files: Record<string, string> = {
  'package.json': '{ "name": "team", "private": true }\n',
  'environments/ours/account.ts': "export const account: string = '111122223333';\n",
  'environments/ours/environment.ts': environment,
  ...server('memo'),
};

function npm(args: string[], cwd: string): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(() => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(team, path)), { recursive: true });
    writeFileSync(join(team, path), text);
  }
  execFileSync(
    process.execPath,
    [require.resolve('typescript/bin/tsc'), '--build', 'apps/fleet/tsconfig.lib.json'],
    { cwd: repository },
  );
  const folders = ['libs', 'modules', 'apps']
    .flatMap((top) => packages.map((name) => join(repository, top, name)))
    .filter((folder) => existsSync(join(folder, 'package.json')));
  npm(['pack', '--silent', '--pack-destination', team, ...folders], repository);
  for (const tarball of readdirSync(team).filter((name) => name.endsWith('.tgz'))) {
    const target = join(
      team,
      'node_modules/@mcp-fleet',
      /^mcp-fleet-(.+)-\d+\.\d+\.\d+\.tgz$/.exec(tarball)?.[1] ?? '',
    );
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(team, tarball), '-C', target, '--strip-components=1']);
  }
  // What npm would fetch is taken from this repository's own install.
  for (const name of ['cdktf', 'constructs', '@cdktf', 'zod', '@swc', 'pirates', 'fastest-levenshtein']) {
    symlinkSync(join(repository, 'node_modules', name), join(team, 'node_modules', name));
  }
});

afterAll(() => rmSync(team, { recursive: true }));

test('the command of the package synthesises their environment', () => {
  const bin = join(team, 'node_modules/@mcp-fleet/fleet/bin/mcp-fleet.cjs');
  const output = execFileSync(process.execPath, [bin, 'synth', 'ours', '--page'], {
    cwd: team,
    encoding: 'utf8',
  });
  expect(output).toContain('/memo/mcp');
  const stack = JSON.parse(readFileSync(join(team, 'cdktf.out/stacks/ours-desk/cdk.tf.json'), 'utf8')) as {
    resource: Record<string, object>;
  };
  expect(Object.keys(stack.resource['aws_lambda_function'] ?? {})).toHaveLength(1);
});

test('synthFleet() does the same from their program', () => {
  writeFileSync(
    join(team, 'main.cjs'),
    `require('@mcp-fleet/fleet/typescript-hook');
const { synthFleet } = require('@mcp-fleet/fleet');
const { stacks, plans } = synthFleet({ environmentsFolder: 'environments', serversFolders: ['servers'], outdir: 'out' });
console.log(JSON.stringify([stacks, plans.map((plan) => plan.aws.region)]));
`,
  );
  const output = execFileSync(process.execPath, ['main.cjs'], { cwd: team, encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual([['ours-foundation', 'ours-desk', 'ours-dashboard'], ['eu-central-1']]);
});

test('a single module works in a stack of theirs', () => {
  writeFileSync(
    join(team, 'stack.cjs'),
    `const { App, TerraformStack, LocalBackend } = require('cdktf');
const { AwsProvider } = require('@cdktf/provider-aws/lib/provider');
const { LambdaHttpApi } = require('@mcp-fleet/lambda-http-api');
const app = new App({ outdir: 'own' });
const stack = new TerraformStack(app, 'own');
new LocalBackend(stack, { path: 'own.tfstate' });
new AwsProvider(stack, 'aws', { region: 'eu-central-1' });
new LambdaHttpApi(stack, 'door', {
  name: 'door',
  functions: { memo: { functionName: 'memo', image: { uri: '111122223333.dkr.ecr.eu-central-1.amazonaws.com/memo@sha256:${'0'.repeat(64)}' } } },
  servers: { memo: { function: 'memo' } },
});
app.synth();
`,
  );
  execFileSync(process.execPath, ['stack.cjs'], { cwd: team });
  expect(existsSync(join(team, 'own/stacks/own/cdk.tf.json'))).toBe(true);
});
