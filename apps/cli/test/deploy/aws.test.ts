import { HIDDEN } from '@mcp-fleet/core';
import { imageUses } from '@mcp-fleet/plan';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsCloud, awsObjects } from '../../src/deploy/aws';
import { S3StateStore } from '../../src/deploy/state/state-store';
import { fleetPlan } from './world';

/** A small stand-in for AWS: answers each request with what the test says. */
let server: Server;
let answer: (request: IncomingMessage, body: string) => { status: number; body: string };
const environment = { ...process.env };

beforeAll(async () => {
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { status, body: text } = answer(request, body);
      const type = text.startsWith('<') ? 'application/xml' : 'application/x-amz-json-1.1';
      response.writeHead(status, { 'content-type': type }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_MAX_ATTEMPTS: '1',
  });
});
afterAll(async () => {
  process.env = environment;
  await new Promise((resolve) => server.close(resolve));
});

const image = imageUses(fleetPlan().deployments['tools']!)[0]!.image;
const cloud = awsCloud(image.registry);
const json = (status: number, body: object) => () => ({ status, body: JSON.stringify(body) });

test('an image is asked for by its tag, or by its pin, in the registry of its plan', async () => {
  const asked: unknown[] = [];
  answer = (_, body) => {
    asked.push(JSON.parse(body));
    return { status: 200, body: JSON.stringify({ imageDetails: [{ imageDigest: 'sha256:1' }] }) };
  };
  expect(await cloud.hasImage(image)).toBe(true);
  expect(await cloud.hasImage({ ...image, digest: 'sha256:1' })).toBe(true);
  const common = { registryId: '111122223333', repositoryName: 'mcp-servers/dev/notes' };
  expect(asked).toEqual([
    { ...common, imageIds: [{ imageTag: 'v1-aaaaaaaaaaaa' }] },
    { ...common, imageIds: [{ imageDigest: 'sha256:1' }] },
  ]);
});

test.each(['ImageNotFoundException', 'RepositoryNotFoundException'])('%s is no image', async (type) => {
  answer = json(400, { __type: type, message: 'none' });
  expect(await cloud.hasImage(image)).toBe(false);
});

test('a secret without a current value has none', async () => {
  answer = json(400, { __type: 'ResourceNotFoundException', message: 'no AWSCURRENT' });
  expect(await cloud.secretValue('mcp/dev/notes')).toBeUndefined();
  answer = json(200, { SecretString: '{"TOKEN":"x"}' });
  expect(await cloud.secretValue('mcp/dev/notes')).toBe('{"TOKEN":"x"}');
});

test('a deploy is put as the metric that its alarm watches', async () => {
  let asked: unknown;
  answer = ({ headers }, body) => {
    asked = { operation: headers['x-amz-target'], ...(JSON.parse(body) as object) };
    return { status: 200, body: '{}' };
  };
  await cloud.deploying('dev', 'tools');
  const Dimensions = [
    { Name: 'Environment', Value: 'dev' },
    { Name: 'Deployment', Value: 'tools' },
  ];
  expect(asked).toEqual({
    operation: expect.stringMatching(/\.PutMetricData$/),
    Namespace: 'McpFleet',
    MetricData: [{ MetricName: 'Deploying', Dimensions, Value: 1, Timestamp: expect.any(Number) }],
  });
});

test('a value that the caller may not read is there or not, and is not shown', async () => {
  const versions = (stages: string[]) => (_: unknown, body: string) =>
    Object.keys(JSON.parse(body) as object).includes('SecretId') && asked++ === 0
      ? { status: 400, body: JSON.stringify({ __type: 'AccessDeniedException', message: 'explicit deny' }) }
      : { status: 200, body: JSON.stringify({ VersionIdsToStages: { v1: stages } }) };
  let asked = 0;
  answer = versions(['AWSCURRENT']);
  expect(await cloud.secretValue('mcp/dev/notes')).toBe(HIDDEN);
  asked = 0;
  answer = versions(['AWSPENDING']);
  expect(await cloud.secretValue('mcp/dev/notes')).toBeUndefined();
});

test('name servers are those that a resolver finds; where it finds nothing there are none', async () => {
  const dns = createSocket('udp4').bind(0, '127.0.0.1');
  await once(dns, 'listening');
  // An answer of one NS record, `ns.a.example`, to whatever is asked; or "no such domain".
  dns.on('message', (query, from) => {
    const known = query.includes('known');
    const header = Buffer.from([
      query[0]!,
      query[1]!,
      0x81,
      known ? 0x80 : 0x83,
      0,
      1,
      0,
      known ? 1 : 0,
      0,
      0,
      0,
      0,
    ]);
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const name = Buffer.from('\x02ns\x01a\x07example\x00', 'latin1');
    const record = Buffer.concat([Buffer.from([0xc0, 12, 0, 2, 0, 1, 0, 0, 0, 60, 0, name.length]), name]);
    dns.send(Buffer.concat(known ? [header, question, record] : [header, question]), from.port, from.address);
  });
  process.env['MCP_FLEET_DNS_SERVER'] = `127.0.0.1:${dns.address().port}`;
  try {
    expect(await cloud.nameServers('known.example.com')).toEqual(['ns.a.example']);
    expect(await cloud.nameServers('other.example.com')).toEqual([]);
  } finally {
    dns.close();
  }
});

test('API Gateway is asked for the role of its logs in the Region of the environment', async () => {
  const asked: string[] = [];
  const role = 'arn:aws:iam::111122223333:role/logs';
  answer = ({ method, url, headers }) => {
    asked.push(`${method} ${url} ${/\/([a-z0-9-]+)\/apigateway\//.exec(headers.authorization ?? '')?.[1]}`);
    return { status: 200, body: JSON.stringify({ cloudwatchRoleArn: role }) };
  };
  expect(await awsCloud({ ...image.registry, region: 'eu-west-1' }).logRole()).toBe(role);
  expect(asked).toEqual(['GET /account eu-west-1']);
});

test.each([{}, { cloudwatchRoleArn: null }, { cloudwatchRoleArn: '' }])('%j is no role', async (account) => {
  answer = json(200, account);
  expect(await cloud.logRole()).toBeUndefined();
});

test('expired credentials are said in the same words as those of Terraform', async () => {
  answer = json(400, {
    __type: 'ExpiredTokenException',
    message: 'The security token included in the request is expired',
  });
  await expect(cloud.hasImage(image)).rejects.toThrow('code  credentials-expired');
});

test('an answer that we have no words for is passed on', async () => {
  answer = json(400, {
    __type: 'AccessDeniedException',
    message: 'not authorized to perform ecr:DescribeImages',
  });
  await expect(cloud.hasImage(image)).rejects.toThrow('AWS: AccessDeniedException: not authorized');
});

describe('states in S3', () => {
  const state = { kind: 's3', bucket: 'acme-state', region: 'us-east-1', prefix: 'mcp-fleet' } as const;
  const store = new S3StateStore(state, 'dev', awsObjects('us-east-1'));

  test('are listed below the prefix of the environment', async () => {
    const keys = ['dev-tools.tfstate', 'dev-tools.tfstate.tflock', 'dev-foundation.tfstate', 'x.txt'];
    const contents = keys.map((key) => `<Contents><Key>mcp-fleet/dev/${key}</Key></Contents>`).join('');
    let asked = '';
    answer = ({ url = '' }) => {
      asked = url;
      return {
        status: 200,
        body: `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`,
      };
    };
    expect(await store.list()).toEqual(['dev-foundation', 'dev-tools']);
    expect(new URL(asked, 'http://s3').searchParams.get('prefix')).toBe('mcp-fleet/dev/');
  });

  test('are read with their locks; a missing one is none', async () => {
    answer = ({ url = '' }) =>
      url.includes('.tflock')
        ? {
            status: 200,
            body: JSON.stringify({ ID: 'l1', Who: 'me', Operation: 'OperationTypeApply', Created: 'c' }),
          }
        : { status: 200, body: JSON.stringify({ outputs: { a: {} }, resources: [] }) };
    expect(await store.read('dev-tools')).toEqual({ outputs: ['a'], resources: {}, readable: true });
    expect(await store.lock('dev-tools')).toMatchObject({ id: 'l1', who: 'me' });
    answer = () => ({ status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' });
    expect(await store.read('dev-tools')).toBeUndefined();
    expect(await store.lock('dev-tools')).toBeUndefined();
    expect(store.place('dev-tools')).toBe('s3://acme-state/mcp-fleet/dev/dev-tools.tfstate');
  });

  test('a bucket that is not there is said', async () => {
    answer = () => ({ status: 404, body: '<Error><Code>NoSuchBucket</Code><Message>none</Message></Error>' });
    await expect(store.list()).rejects.toThrow('code  state-bucket-missing');
  });
});
