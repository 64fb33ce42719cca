import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorizeWithAws, registryHost } from '../../src/images/push/aws-registry';
import { openRegistry } from '../../src/images/push/open-registry';
import { FakeEngine, PASSWORD } from './push-world';
import { FakeRegistry } from './fake-registry';

/** A stand-in for ECR's API: answers each request with what the test says. */
let server: Server;
let answer: { status: number; body: object };
const asked: string[] = [];
const environment = { ...process.env };
const aws = { account: '111122223333', region: 'us-east-1', partition: 'aws' };

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response) => {
    asked.push(String(request.headers['x-amz-target']));
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterEach(() => {
  process.env = { ...environment };
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const login = (account = aws.account) => ({
  status: 200,
  body: {
    authorizationData: [
      {
        authorizationToken: btoa(`AWS:${PASSWORD}`),
        proxyEndpoint: `https://${account}.dkr.ecr.us-east-1.amazonaws.com`,
      },
    ],
  },
});

test('ECR gives a login, and tells whose credentials these are', async () => {
  answer = login('444455556666');
  expect(await authorizeWithAws(aws)).toEqual({
    username: 'AWS',
    password: PASSWORD,
    account: '444455556666',
  });
  expect(asked.at(-1)).toBe('AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken');
});

test.each([
  ['ExpiredTokenException', 'credentials-expired'],
  ['UnrecognizedClientException', 'credentials-missing'],
  ['InvalidSignatureException', 'credentials-missing'],
  ['AccessDeniedException', 'registry-refused'],
  ['ServerException', 'registry-unreachable'],
])('%s is %s', async (type, code) => {
  answer = { status: 400, body: { __type: type, message: 'because' } };
  await expect(authorizeWithAws(aws)).rejects.toMatchObject({ code });
});

test('an answer without a login is refused', async () => {
  answer = { status: 200, body: { authorizationData: [] } };
  await expect(authorizeWithAws(aws)).rejects.toMatchObject({ code: 'registry-refused' });
});

test('no credentials: the way without AWS is named', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) delete process.env[name];
  const nowhere = {
    AWS_EC2_METADATA_DISABLED: 'true',
    HOME: '/nonexistent',
    AWS_CONFIG_FILE: '/nonexistent',
  };
  Object.assign(process.env, { ...nowhere, AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' });
  await expect(authorizeWithAws(aws)).rejects.toMatchObject({
    code: 'credentials-missing',
    fix: expect.stringContaining('MCP_FLEET_REGISTRY=<host:port>'),
  });
});

test('an ECR that nobody runs is unreachable', async () => {
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:9';
  await expect(authorizeWithAws(aws)).rejects.toMatchObject({
    code: 'registry-unreachable',
    value: 'ECONNREFUSED',
  });
});

test.each([
  ['aws', '111122223333.dkr.ecr.us-east-1.amazonaws.com'],
  ['aws-cn', '111122223333.dkr.ecr.us-east-1.amazonaws.com.cn'],
  ['aws-us-gov', '111122223333.dkr.ecr.us-east-1.amazonaws.com'],
])('the registry of partition %s is %s', (partition, host) => {
  expect(registryHost({ ...aws, partition })).toBe(host);
});

test('a login that the engine cannot use is refused, and its message hides the password', async () => {
  const registry = await new FakeRegistry().start();
  try {
    answer = login();
    const engine = new FakeEngine(registry);
    engine.fault = () => `first line\nhelper cannot store ${PASSWORD}`;
    const { logIn } = await openRegistry(aws, authorizeWithAws, '');
    const refused = logIn(engine);
    await expect(refused).rejects.toMatchObject({ code: 'registry-refused', value: 'helper cannot store …' });
    await expect(refused).rejects.not.toThrow(PASSWORD);
  } finally {
    await registry.stop();
  }
});

test.each(['http://localhost:5000', 'local host:5000', 'localhost:5000/mcp', '-x:1'])(
  'MCP_FLEET_REGISTRY=%s is no host',
  async (host) => {
    await expect(openRegistry(aws, authorizeWithAws, host)).rejects.toMatchObject({
      code: 'registry-unreachable',
      path: 'MCP_FLEET_REGISTRY',
    });
  },
);
