import { LambdaHttpApi, type LambdaHttpApiProps } from '@mcp-fleet/lambda-http-api';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
  type TerraformJson,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const image = {
  uri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp/tools@sha256:${'0'.repeat(64)}`,
};
const fn = (functionName: string) => ({ functionName, image });

const perServer: LambdaHttpApiProps = {
  name: 'dev-tools',
  metadata: true,
  functions: { gitlab: fn('dev-tools-gitlab'), pagerduty: fn('dev-tools-pagerduty') },
  servers: {
    gitlab: { function: 'gitlab', throttle: { requestsPerSecond: 5, burst: 10 } },
    pagerduty: { function: 'pagerduty' },
  },
};
const multiServer: LambdaHttpApiProps = {
  ...perServer,
  functions: { tools: fn('dev-tools') },
  servers: {
    gitlab: { function: 'tools', throttle: { requestsPerSecond: 5, burst: 10 } },
    pagerduty: { function: 'tools' },
  },
};

function make(props: LambdaHttpApiProps): TerraformJson {
  const stack = testStack();
  new LambdaHttpApi(stack, 'door', props);
  return synthesised(stack);
}

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));
const message = (props: Partial<LambdaHttpApiProps>) => thrownMessage(() => make({ ...perServer, ...props }));
const routesOf = (json: TerraformJson) => resourcesOf(json, 'aws_apigatewayv2_route');

describe('examples', () => {
  test('minimal: one function, four routes, one URL', () => {
    const json = minimal();
    expect(Object.values(routesOf(json)).map((route) => route.route_key)).toEqual([
      'DELETE /gitlab/mcp',
      'GET /gitlab/mcp',
      'GET /gitlab/health',
      'POST /gitlab/mcp',
    ]);
    expect(json.output?.['gitlab-url']?.value).toMatch(
      /^\$\{aws_apigatewayv2_api\.tools_Api_\w+\.api_endpoint\}\/gitlab\/mcp$/,
    );
  });

  test('complete: tags of the front door reach its functions, whose own add to them', () => {
    const tags = Object.values(resourcesOf(complete(), 'aws_lambda_function')).map((made) => made.tags);
    expect(tags).toEqual([{ Deployment: 'oncall', Server: 'gitlab' }, { Deployment: 'oncall' }]);
    expect(onlyResource(complete(), 'aws_apigatewayv2_api').tags).toEqual({ Deployment: 'oncall' });
  });

  test('complete: each instance leads to its function', () => {
    const targets = Object.values(routesOf(complete()))
      .filter((route) => String(route.route_key).startsWith('POST'))
      .map((route) => [route.route_key, /Integrations_(\w+)_[0-9A-F]{8}/.exec(String(route.target))?.[1]]);
    expect(targets).toEqual([
      ['POST /gitlab/mcp', 'gitlab'],
      ['POST /pagerduty/mcp', 'oncall'],
      ['POST /servicenow/mcp', 'oncall'],
    ]);
  });

  test('complete: traffic comes to a function after its warm starts', () => {
    const permissions = Object.values(resourcesOf(complete(), 'aws_lambda_permission'));
    expect(permissions.map((permission) => permission.qualifier)).toEqual([
      expect.stringMatching(/^\$\{aws_lambda_provisioned_concurrency_config\.\w+\.qualifier\}$/),
      expect.stringMatching(/^\$\{aws_lambda_alias\.\w+\.name\}$/),
    ]);
  });

  test('synthesised twice, byte for byte the same', () => {
    expect(JSON.stringify(complete())).toBe(JSON.stringify(complete()));
  });
});

test('exposes URLs, names and log groups by key', () => {
  const door = new LambdaHttpApi(testStack(), 'door', multiServer);
  expect(Object.keys(door.serverUrls)).toEqual(['gitlab', 'pagerduty']);
  for (const record of [door.functions, door.functionNames, door.functionArns, door.logGroups]) {
    expect(Object.keys(record)).toEqual(['tools']);
  }
  expect(door.endpointUrl).toBe(door.api.endpointUrl);
  expect(door.accessLogGroup).toBe(door.api.accessLogGroup);
});

describe('topologies', () => {
  const front = (json: TerraformJson) =>
    addresses(json).filter((it) => !/_(Functions|Integrations)_/.test(it));

  test('routes, API and stage have one address in both', () => {
    expect(front(make(multiServer))).toEqual(front(make(perServer)));
    expect(Object.keys(routesOf(make(perServer)))).toHaveLength(10);
  });

  test('only the target of routes changes', () => {
    const withoutTarget = (json: TerraformJson) =>
      Object.fromEntries(
        Object.entries(routesOf(json)).map(([id, route]) => [id, { ...route, target: 'any' }]),
      );
    expect(withoutTarget(make(multiServer))).toEqual(withoutTarget(make(perServer)));
    const targets = (json: TerraformJson) =>
      new Set(Object.values(routesOf(json)).map((route) => route.target));
    expect(targets(make(perServer)).size).toBe(2);
    expect(targets(make(multiServer)).size).toBe(1);
  });

  test('whatever a route leads to is there before the old one goes, and so are routes', () => {
    for (const [type, blocks] of Object.entries(make(perServer).resource ?? {})) {
      if (type === 'aws_apigatewayv2_stage') continue;
      for (const block of Object.values(blocks)) {
        expect([type, block.lifecycle]).toEqual([type, { create_before_destroy: true }]);
      }
    }
  });
});

test('another server changes nothing of the others', () => {
  const more = make({
    ...perServer,
    functions: { dynatrace: fn('dev-tools-dynatrace'), ...perServer.functions },
    servers: { dynatrace: { function: 'dynatrace' }, ...perServer.servers },
  });
  const before = make(perServer);
  expect(addresses(more)).toEqual(expect.arrayContaining(addresses(before)));
  for (const [type, blocks] of Object.entries(before.resource ?? {})) {
    expect(more.resource?.[type]).toMatchObject(blocks);
  }
  const added = addresses(more).filter((it) => !addresses(before).includes(it));
  expect(added.every((it) => it.includes('dynatrace'))).toBe(true);
  expect(added).toHaveLength(12);
});

describe('bad props', () => {
  const broken = (prop: string, got: string, rule: string, fix: string) =>
    `test/door: ${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

  test.each<[string, Partial<LambdaHttpApiProps>, string]>([
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
      { functions: { ...perServer.functions, spare: fn('dev-tools-spare') } },
      broken('functions.spare', '"spare"', 'a function runs at least one server', 'remove it'),
    ],
    [
      'two functions of one name',
      { functions: { gitlab: fn('dev-tools'), pagerduty: fn('dev-tools') } },
      broken(
        'functions.pagerduty.functionName',
        '"dev-tools"',
        'the name of a function is used once, and functions.gitlab.functionName has this one',
        'give it a name of its own',
      ),
    ],
    [
      'a function that takes longer than the API waits',
      { functions: { ...perServer.functions, gitlab: { ...fn('dev-tools-gitlab'), timeoutSeconds: 30 } } },
      broken(
        'functions.gitlab.timeoutSeconds',
        '30',
        'behind an HTTP API a function answers within 29 seconds, since the API gives up after 30 [docs:apigateway/http-api-quotas]',
        'make it shorter, or use an edge that streams',
      ),
    ],
    [
      'a function that streams',
      {
        functions: {
          ...perServer.functions,
          gitlab: { ...fn('dev-tools-gitlab'), webAdapter: { streaming: true } },
        },
      },
      broken(
        'functions.gitlab.webAdapter.streaming',
        'true',
        'an HTTP API does not read streams: clients would get the framing of the adapter in front of each answer',
        'leave it out, or use an edge that streams',
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
        'the throttle of an HTTP API is at least 1 requests a second [docs:apigateway/limits]',
        'use a value within it',
      ),
    ],
    [
      'the key of a function',
      {
        functions: { ...perServer.functions, 'a.b': fn('dev-tools-ab') },
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
  expect(addresses(minimal())).toEqual([
    'aws_apigatewayv2_api.tools_Api_7613F75C',
    'aws_apigatewayv2_integration.tools_Integrations_gitlab_55641B31',
    'aws_apigatewayv2_route.tools_Routes_gitlab_Delete_8B93F263',
    'aws_apigatewayv2_route.tools_Routes_gitlab_Get_02900F8C',
    'aws_apigatewayv2_route.tools_Routes_gitlab_Health_F222256B',
    'aws_apigatewayv2_route.tools_Routes_gitlab_Post_033DC1D8',
    'aws_apigatewayv2_stage.tools_Api_Stage_1DD335B2',
    'aws_cloudwatch_log_group.tools_Api_AccessLogs_C6FA9D75',
    'aws_cloudwatch_log_group.tools_Functions_gitlab_LogGroup_8EAC990B',
    'aws_iam_role.tools_Functions_gitlab_Role_70547200',
    'aws_iam_role_policy.tools_Functions_gitlab_RolePolicy_8E0AE708',
    'aws_lambda_alias.tools_Functions_gitlab_Alias_3F27CA43',
    'aws_lambda_function.tools_Functions_gitlab_F188A12A',
    'aws_lambda_permission.tools_Integrations_gitlab_Permission_06485502',
  ]);
});
