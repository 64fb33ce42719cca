import { FleetError } from '@mcp-fleet/core';
import type { AwsPlan } from '@mcp-fleet/plan';
import type { Authorize, Authorization } from './open-registry';

// The SDK would say on every run that it will end its support of Node 20, which we still support.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Asks ECR for a login, which lasts 12 hours. The client is loaded when it is first needed. */
export const authorizeWithAws: Authorize = async ({ region }) => {
  const { ECRClient, GetAuthorizationTokenCommand } = await import('@aws-sdk/client-ecr');
  const answer = await asking(region, () =>
    new ECRClient({ region }).send(new GetAuthorizationTokenCommand({})),
  );
  return read(answer.authorizationData?.[0], region);
};

/** The name of an account's registry in a Region. */
export function registryHost({ account, region, partition }: AwsPlan): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

function read(
  data: { authorizationToken?: string; proxyEndpoint?: string } | undefined,
  region: string,
): Authorization {
  const [username = '', ...rest] = Buffer.from(data?.authorizationToken ?? '', 'base64')
    .toString('utf8')
    .split(':');
  // The address that comes along is that of the registry of whoever asks.
  const account = /(\d{12})\.dkr\./.exec(data?.proxyEndpoint ?? '')?.[1];
  const password = rest.join(':');
  if (password === '' || account === undefined) {
    throw refused(region, 'an answer without a login');
  }
  return { username, password, account };
}

async function asking<T>(region: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw explain(error as Error, region);
  }
}

const WRONG =
  /UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature/;

function explain({ name, message }: Error, region: string): FleetError {
  if (/Expired/.test(name)) {
    return new FleetError({
      code: 'credentials-expired',
      path: 'AWS credentials',
      value: 'AWS says that they have expired',
      rule: 'a push needs AWS credentials that are still valid',
      fix: 'sign in again (aws sso login, or new keys) and run this again',
    });
  }
  if (name === 'CredentialsProviderError' || WRONG.test(name)) {
    return new FleetError({
      code: 'credentials-missing',
      path: 'AWS credentials',
      value: name === 'CredentialsProviderError' ? 'none found' : name,
      rule: 'a push needs AWS credentials, from the same places as the AWS CLI',
      fix: 'set AWS_PROFILE or sign in; aws sts get-caller-identity shows who you are. Without AWS: MCP_FLEET_REGISTRY=<host:port>',
    });
  }
  if (/AccessDenied/.test(name)) return refused(region, message);
  return new FleetError({
    code: 'registry-unreachable',
    path: `ECR in ${region}`,
    // The SDK wraps what the network says.
    value: /\bE[A-Z_]{4,}\b/.exec(message)?.[0] ?? `${name}: ${message}`,
    rule: 'ECR answers in the Region of the environment',
    fix: 'check the Region, the network and the proxy, and run this again',
  });
}

function refused(region: string, value: string): FleetError {
  return new FleetError({
    code: 'registry-refused',
    path: `ECR in ${region}`,
    value,
    rule: 'a push needs the right ecr:GetAuthorizationToken, on *',
    fix: 'give the role that pushes this right',
  });
}
