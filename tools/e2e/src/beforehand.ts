import type { Endpoint } from './fill';

/**
 * What an environment finds at AWS and does not make: a hosted zone, and the bucket of the states where its own bootstrap
 * is not under test. Calls by hand, so that no client has to be installed for them.
 */
export async function createHostedZone(endpoint: Endpoint, zone: string): Promise<void> {
  await call(endpoint, 'route53', '2013-04-01/hostedzone', {
    method: 'POST',
    headers: { 'content-type': 'application/xml' },
    body: `<CreateHostedZoneRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Name>${zone}</Name><CallerReference>${zone}</CallerReference></CreateHostedZoneRequest>`,
  });
}

/** A function of somebody else, with its role, which renews secrets. Nobody calls it here. */
export async function createFunction(endpoint: Endpoint, account: string, name: string): Promise<void> {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  });
  await call(endpoint, 'iam', '', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      Action: 'CreateRole',
      Version: '2010-05-08',
      RoleName: name,
      AssumeRolePolicyDocument: trust,
    }).toString(),
  });
  await call(endpoint, 'lambda', '2015-03-31/functions', {
    method: 'POST',
    body: JSON.stringify({
      FunctionName: name,
      Runtime: 'python3.13',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${account}:role/${name}`,
      Code: { ZipFile: EMPTY_ARCHIVE },
    }),
  });
}

/** The role that API Gateway writes logs of REST APIs with, where the bootstrap of the account is not under test. */
export async function setLogRole(endpoint: Endpoint, account: string): Promise<void> {
  const value = `arn:aws:iam::${account}:role/api-gateway-logs`;
  await call(endpoint, 'apigateway', 'account', {
    method: 'PATCH',
    body: JSON.stringify({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] }),
  });
}

/** A bucket of this name; the emulator makes no difference between Regions here. */
export async function createBucket(endpoint: Endpoint, name: string): Promise<void> {
  await call(endpoint, 's3', name, { method: 'PUT' });
}

/** A ZIP archive with nothing in it. */
const EMPTY_ARCHIVE = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)]).toString(
  'base64',
);

async function call(
  { url, region }: Endpoint,
  service: string,
  path: string,
  request: RequestInit,
): Promise<Response> {
  // The emulator knows by it which service is meant, and looks at nothing else of it.
  const authorization = `AWS4-HMAC-SHA256 Credential=testing/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const headers = { ...request.headers, authorization };
  const response = await fetch(new URL(path, url), { ...request, headers });
  if (!response.ok) throw new Error(`${service} of the emulator answers ${response.status}`);
  return response;
}
