import { LambdaRestApi, type LambdaRestApiProps } from '@mcp-fleet/lambda-rest-api';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { TerraformVariable, Testing } from 'cdktf';
import { AccountStack, CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';
import { fn } from './functions';

const throttle = { requestsPerSecond: 5, burst: 10 };
const perServer: LambdaRestApiProps = {
  name: 'dev-tools',
  metadata: true,
  functions: { gitlab: fn('dev-tools-gitlab', true), pagerduty: fn('dev-tools-pagerduty', false) },
  servers: { gitlab: { function: 'gitlab', throttle }, pagerduty: { function: 'pagerduty' } },
};
const multiServer: LambdaRestApiProps = {
  ...perServer,
  functions: { tools: fn('dev-tools', true) },
  servers: { gitlab: { function: 'tools', throttle }, pagerduty: { function: 'tools' } },
};

function make(props: LambdaRestApiProps): TerraformJson {
  const stack = testStack();
  new LambdaRestApi(stack, 'door', props);
  return synthesised(stack);
}

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test', fn('dev-tools', true)));
const complete = () =>
  synthesised(
    new CompleteStack(Testing.app(), 'test', {
      oncall: fn('production-oncall', true),
      gitlab: fn('production-oncall-gitlab', false),
    }),
  );
const message = (props: Partial<LambdaRestApiProps>) => thrownMessage(() => make({ ...perServer, ...props }));
const bodyOf = (json: TerraformJson) => String(onlyResource(json, 'aws_api_gateway_rest_api').body);

interface Integration {
  readonly uri: string;
  readonly responseTransferMode?: string;
  readonly timeoutInMillis: number;
}

/** The integrations of a document by method and path. What Terraform puts in is cut down to the function's name. */
function integrationsOf(json: TerraformJson): Record<string, Integration> {
  const text = bodyOf(json).replaceAll(
    /\$\{replace\(replace\([^}]*?(function:[\w-]+):[^}]*\}/g,
    'streamed $1',
  );
  const paths: Record<string, Record<string, Record<string, Integration>>> = JSON.parse(text).paths;
  return Object.fromEntries(
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => [
        `${method} ${path}`,
        operation['x-amazon-apigateway-integration'] as Integration,
      ]),
    ),
  );
}

describe('examples', () => {
  test('minimal: four methods of one function, one URL with the stage in it', () => {
    expect(Object.keys(integrationsOf(minimal()))).toEqual([
      'get /gitlab/health',
      'delete /gitlab/mcp',
      'get /gitlab/mcp',
      'post /gitlab/mcp',
    ]);
    expect(minimal().output?.['gitlab-url']?.value).toMatch(
      /^\$\{aws_api_gateway_stage\.tools_Stage_\w+\.invoke_url\}\/gitlab\/mcp$/,
    );
  });

  test('complete: each instance leads to its function, as that one answers', () => {
    const all = integrationsOf(complete());
    const posts = Object.entries(all).filter(([key]) => key.startsWith('post'));
    expect(
      posts.map(([key, { uri, responseTransferMode, timeoutInMillis }]) => [
        key,
        uri.startsWith('streamed'),
        /function:([\w-]+)/.exec(uri)?.[1],
        responseTransferMode,
        timeoutInMillis,
      ]),
    ).toEqual([
      ['post /gitlab/mcp', false, 'production-oncall-gitlab', undefined, 29_000],
      ['post /pagerduty/mcp', true, 'production-oncall', 'STREAM', 900_000],
      ['post /servicenow/mcp', true, 'production-oncall', 'STREAM', 900_000],
    ]);
  });

  test('complete: browsers may ask first, and find the metadata', () => {
    expect(Object.keys(integrationsOf(complete())).filter((key) => key.includes('gitlab'))).toEqual([
      'get /.well-known/oauth-protected-resource/gitlab/mcp',
      'options /.well-known/oauth-protected-resource/gitlab/mcp',
      'get /gitlab/health',
      'delete /gitlab/mcp',
      'get /gitlab/mcp',
      'options /gitlab/mcp',
      'post /gitlab/mcp',
    ]);
  });

  test('complete: tags, traces and retention arrive', () => {
    const json = complete();
    for (const type of ['aws_api_gateway_rest_api', 'aws_api_gateway_stage', 'aws_cloudwatch_log_group']) {
      expect(onlyResource(json, type).tags).toEqual({ Deployment: 'oncall' });
    }
    expect(onlyResource(json, 'aws_api_gateway_stage').xray_tracing_enabled).toBe(true);
    expect(onlyResource(json, 'aws_cloudwatch_log_group').retention_in_days).toBe(90);
  });

  test('the role of an account is in no front door', () => {
    expect(resourcesOf(complete(), 'aws_api_gateway_account')).toEqual({});
    const account = synthesised(new AccountStack(Testing.app(), 'account'));
    expect(Object.keys(resourcesOf(account, 'aws_api_gateway_account'))).toHaveLength(1);
  });

  test('synthesised twice, byte for byte the same', () => {
    expect(JSON.stringify(complete())).toBe(JSON.stringify(complete()));
  });
});

test('a mode goes with its operation, on every method', () => {
  for (const json of [make(perServer), make(multiServer), complete()]) {
    for (const [key, { uri, responseTransferMode }] of Object.entries(integrationsOf(json))) {
      expect([key, responseTransferMode === 'STREAM']).toEqual([key, uri.startsWith('streamed')]);
    }
  }
});

test('the ARN of the stream is made from the one of the call', () => {
  const call =
    '"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:dev-tools:live/invocations"';
  expect(bodyOf(minimal()).replaceAll('\\"', '"')).toContain(
    `\${replace(replace(${call}, ":lambda:path/2015-03-31/", ":lambda:path/2021-11-15/"), "/invocations", "/response-streaming-invocations")}`,
  );
});

describe('topologies', () => {
  const without = (json: TerraformJson, ...types: string[]) =>
    addresses(json).filter((it) => !types.some((type) => it.startsWith(`${type}.`)));

  test('everything but permissions has one address in both', () => {
    expect(without(make(multiServer), 'aws_lambda_permission')).toEqual(
      without(make(perServer), 'aws_lambda_permission'),
    );
  });

  test('paths and methods are the same, only what they lead to changes', () => {
    expect(Object.keys(integrationsOf(make(multiServer)))).toEqual(
      Object.keys(integrationsOf(make(perServer))),
    );
    const targets = (json: TerraformJson) =>
      new Set(Object.values(integrationsOf(json)).map(({ uri }) => /function:([\w-]+)/.exec(uri)?.[1]));
    expect(targets(make(perServer))).toEqual(new Set(['dev-tools-gitlab', 'dev-tools-pagerduty']));
    expect(targets(make(multiServer))).toEqual(new Set(['dev-tools']));
  });

  test('the deployment comes after all permissions, and what the stage stands on is new before old', () => {
    const json = make(perServer);
    expect(onlyResource(json, 'aws_api_gateway_deployment').depends_on).toEqual(
      addresses(json).filter((it) => it.startsWith('aws_lambda_permission.')),
    );
    for (const [type, blocks] of Object.entries(json.resource ?? {})) {
      if (['aws_api_gateway_stage', 'aws_api_gateway_method_settings'].includes(type)) continue;
      for (const block of Object.values(blocks)) {
        expect([type, block.lifecycle]).toEqual([type, { create_before_destroy: true }]);
      }
    }
  });
});

test('another server changes the document, and nothing else of the others', () => {
  const more = make({
    ...perServer,
    functions: { dynatrace: fn('dev-tools-dynatrace', true), ...perServer.functions },
    servers: { dynatrace: { function: 'dynatrace' }, ...perServer.servers },
  });
  const before = make(perServer);
  const added = addresses(more).filter((it) => !addresses(before).includes(it));
  expect(added).toEqual([expect.stringMatching(/^aws_lambda_permission\.door_Permissions_dynatrace_/)]);
  expect(addresses(more)).toEqual(expect.arrayContaining(addresses(before)));
  expect(integrationsOf(more)).toMatchObject(integrationsOf(before));
  expect(more.resource?.aws_api_gateway_method_settings).toEqual(
    before.resource?.aws_api_gateway_method_settings,
  );
});

test('the order of servers and functions is no change', () => {
  const turned = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).reverse());
  const { functions, servers } = perServer;
  expect(bodyOf(make({ ...perServer, functions: turned(functions), servers: turned(servers) }))).toBe(
    bodyOf(make(perServer)),
  );
});

test('values that only Terraform knows pass unseen', () => {
  const stack = testStack();
  const input = new TerraformVariable(stack, 'input', { type: 'string' }).stringValue;
  const seconds = new TerraformVariable(stack, 'seconds', { type: 'number' }).numberValue;
  new LambdaRestApi(stack, 'door', {
    name: 'dev-tools',
    functions: {
      a: { ...fn('a', true), invokeArn: input, timeoutSeconds: seconds },
      b: { ...fn('b', false), invokeArn: input, timeoutSeconds: seconds },
    },
    servers: { a: { function: 'a' }, b: { function: 'b' } },
  });
  const body = bodyOf(synthesised(stack));
  expect(body).toContain('${replace(replace(var.input, ');
  expect(body).toContain('"uri":"${var.input}"');
});

describe('bad props', () => {
  const broken = (prop: string, got: string, rule: string, fix: string) =>
    `test/door: ${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;
  const withGitlab = (timeoutSeconds: number, streaming: boolean) => ({
    functions: { ...perServer.functions, gitlab: { ...fn('dev-tools-gitlab', streaming), timeoutSeconds } },
  });

  test.each<[string, Partial<LambdaRestApiProps>, string]>([
    [
      'no servers',
      { servers: {}, functions: {} },
      broken('servers', '{}', 'a front door has at least one server', 'name a server, or leave the API out'),
    ],
    [
      'a server on no function',
      { servers: { ...perServer.servers, jira: { function: 'gitlap' } } },
      broken(
        'servers.jira.function',
        '"gitlap"',
        'a server runs on one of the functions',
        'did you mean "gitlab"?',
      ),
    ],
    [
      'a function without servers',
      { functions: { ...perServer.functions, spare: fn('dev-tools-spare', true) } },
      broken('functions.spare', '"spare"', 'a function runs at least one server', 'remove it'),
    ],
    [
      'a function with whole answers that takes longer than the API waits',
      withGitlab(30, false),
      broken(
        'functions.gitlab.timeoutSeconds',
        '30',
        'a REST API waits 29 seconds for a function that does not stream [docs:apigateway/api-gateway-execution-service-limits-table]',
        'make it shorter, or let the function stream',
      ),
    ],
    [
      'a function with a stream that takes longer than the API waits',
      withGitlab(901, true),
      broken(
        'functions.gitlab.timeoutSeconds',
        '901',
        'a REST API waits 900 seconds for a function that streams [docs:apigateway/response-transfer-mode]',
        'make it shorter',
      ),
    ],
    [
      'the name of an instance',
      { servers: { ...perServer.servers, Jira: { function: 'gitlab' } } },
      broken(
        'servers.Jira',
        '"Jira"',
        'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen',
        'rename it',
      ),
    ],
    [
      'the throttle of an instance',
      {
        servers: {
          ...perServer.servers,
          gitlab: { function: 'gitlab', throttle: { requestsPerSecond: 0, burst: 1 } },
        },
      },
      broken(
        'servers.gitlab.throttle.requestsPerSecond',
        '0',
        'the throttle of a REST API is at least 1 requests a second [docs:apigateway/limits]',
        'use a value within it',
      ),
    ],
    [
      'the key of a function',
      {
        functions: { ...perServer.functions, 'a.b': fn('dev-tools-ab', true) },
        servers: { ...perServer.servers, jira: { function: 'a.b' } },
      },
      broken(
        'functions.a.b',
        '"a.b"',
        'the key of a function is letters, digits, - and _, begins with a letter or digit, and is not "constructor"',
        'rename it',
      ),
    ],
  ])('%s', (_, props, text) => {
    expect(message(props)).toBe(text);
  });

  test('an inherited name is no function', () => {
    expect(message({ servers: { ...perServer.servers, jira: { function: 'constructor' } } })).toContain(
      'test/door: servers.jira.function\n  got   "constructor"\n  rule  a server runs on one of the functions',
    );
  });
});

test('addresses are contract', () => {
  expect(addresses(make(perServer))).toEqual([
    'aws_api_gateway_deployment.door_Stage_Deployment_5BAB8241',
    'aws_api_gateway_method_settings.door_Stage_Settings_FC91D86E',
    'aws_api_gateway_method_settings.door_Stage_Throttles_gitlab_EF86831A',
    'aws_api_gateway_rest_api.door_Api_FF0E3B2D',
    'aws_api_gateway_stage.door_Stage_8DA56222',
    'aws_cloudwatch_log_group.door_Stage_AccessLogs_4C0815C0',
    'aws_lambda_permission.door_Permissions_gitlab_391316F1',
    'aws_lambda_permission.door_Permissions_pagerduty_0153D74B',
  ]);
});
