import type { Environment } from '@mcp-fleet/environment';
import { catalog, environment, errors, lambdaOf, plan } from './fixtures';

const dev = environment();
const staging: Environment = {
  ...environment({}, { servers: { gitlab: {}, everything: {} } }),
  name: 'staging',
  aws: { account: '444455556666', region: 'us-east-1' },
  registry: { environment: 'dev' },
};
const environments = [dev, staging];

const pins = (prefix: string, ...servers: string[]) =>
  Object.fromEntries(
    servers.map((name) => [
      `${prefix}/${name}`,
      {
        digest: `sha256:${'0'.repeat(64)}`,
        tag: 't',
        architecture: 'arm64' as const,
        contents: { [name]: '1' },
      },
    ]),
  );

test('an environment owns repositories for both topologies', () => {
  const { repositories } = plan(dev).foundation;
  expect(Object.keys(repositories)).toEqual(['gitlab', 'pagerduty', 'tools']);
  expect(repositories['gitlab']).toEqual({
    name: 'mcp-servers/dev/gitlab',
    deployedBy: ['dev'],
    lambdaReaders: [
      { account: '111122223333', region: 'us-east-1', partition: 'aws', functionNamePrefix: 'dev-' },
    ],
    forceDelete: true,
    tags: { Server: 'gitlab' },
  });
  expect(repositories['tools']?.tags).toEqual({ Deployment: 'tools' });
});

test('who uses another registry owns none, and pulls from that', () => {
  const { foundation, deployments } = plan(staging, {
    environments,
    images: { staging: pins('mcp-servers/dev', 'gitlab', 'everything') },
  });
  expect(foundation.repositories).toEqual({});
  expect(lambdaOf({ deployments }).functions['gitlab']?.image).toMatchObject({
    repositoryName: 'mcp-servers/dev/gitlab',
    registry: { account: '111122223333' },
  });
});

test('the owner of a registry lets the others pull, keeps their images and has their servers too', () => {
  const { repositories } = plan(dev, { environments }).foundation;
  expect(Object.keys(repositories)).toEqual(['everything', 'gitlab', 'pagerduty', 'tools']);
  expect(repositories['gitlab']?.deployedBy).toEqual(['dev', 'staging']);
  expect(
    repositories['gitlab']?.lambdaReaders.map(
      ({ account, functionNamePrefix }) => `${account} ${functionNamePrefix}`,
    ),
  ).toEqual(['111122223333 dev-', '444455556666 staging-']);
});

test('a protected owner keeps its images when it is destroyed', () => {
  const owner: Environment = {
    ...dev,
    protected: true,
    state: { s3: { bucket: 'acme', region: 'us-east-1' } },
  };
  const pin = (name: string) => ({
    digest: `sha256:${'0'.repeat(64)}`,
    tag: 't',
    architecture: 'arm64' as const,
    contents: { [name]: '1' },
  });
  const images = {
    dev: { 'mcp-servers/dev/gitlab': pin('gitlab'), 'mcp-servers/dev/pagerduty': pin('pagerduty') },
  };
  const { repositories, secrets } = plan(owner, { images }).foundation;
  expect(repositories['gitlab']?.forceDelete).toBe(false);
  expect(secrets['gitlab']?.recoveryWindowDays).toBe(30);
});

test("a given account's registry is used as it is", () => {
  const registry = { account: '444455556666', prefix: 'images/mcp' };
  const given = plan({ ...dev, registry }, { images: { dev: pins('images/mcp', 'gitlab', 'pagerduty') } });
  // Only the owner of a registry may look tags up.
  expect(errors({ ...dev, registry })).toEqual([
    'image-pin-missing deployments.tools.servers.gitlab',
    'image-pin-missing deployments.tools.servers.pagerduty',
  ]);
  expect(given.foundation.repositories).toEqual({});
  expect(lambdaOf(given).functions['gitlab']?.image).toMatchObject({
    repositoryName: 'images/mcp/gitlab',
    registry: { account: '444455556666', region: 'us-east-1' },
  });
});

test('a registry has to be there, to be its own, and in the Region', () => {
  expect(errors({ ...dev, registry: { environment: 'prod' } })).toEqual([
    'registry-unknown registry.environment',
  ]);
  expect(errors({ ...dev, registry: { environment: 'dev' } })).toEqual([
    'registry-unknown registry.environment',
  ]);
  expect(errors({ ...dev, registry: { environment: 'staging' } }, { environments })).toEqual([
    'registry-unknown registry.environment',
  ]);
  const sameAccount = { ...staging, aws: dev.aws };
  const elsewhere = { ...dev, aws: { ...dev.aws!, region: 'eu-west-1' } };
  expect(errors(sameAccount, { environments: [elsewhere, sameAccount] })).toEqual([
    'registry-region-differs registry.environment',
  ]);
});

test('a deployment may share its name with the one server that it holds', () => {
  const alone = environment({
    deployments: { gitlab: { target: 'lambda', topology: 'per-server', servers: { gitlab: {} } } },
  });
  expect(Object.keys(plan(alone).foundation.repositories)).toEqual(['gitlab']);
  const both = environment({
    deployments: {
      gitlab: { target: 'lambda', topology: 'per-server', servers: { gitlab: {}, pagerduty: {} } },
    },
  });
  expect(errors(both)).toEqual(['name-collision deployments.gitlab']);
});

test('images that a protected environment runs are not deleted with an owner that is not protected', () => {
  const guarded: Environment = { ...staging, protected: true };
  const { repositories } = plan(dev, { environments: [dev, guarded] }).foundation;
  expect(Object.values(repositories).map(({ forceDelete }) => forceDelete)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

test('a server with a name that mcp-fleet uses for a repository of its own is refused', () => {
  const servers = { router: { ...catalog.servers['gitlab']!, key: 'router' } };
  const of = environment({}, { servers: { proxy: { server: 'router' } } });
  expect(errors(of, { catalog: { servers } })).toEqual(['reserved-name servers.router']);
});
