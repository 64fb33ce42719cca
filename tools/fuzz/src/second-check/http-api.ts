import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { World } from './world';
import { blocks, list, repeated, texts } from './values';

const API = 'aws_apigatewayv2_api';
const parts = (api: Resource, world: World, type: string) => world.referring(api, type, 'api_id');

export const httpApiRules: readonly Rule[] = [
  {
    name: 'http-api-texts',
    source: 'API:apigatewayv2.CreateApi: StringWithLengthBetween1And128, StringWithLengthBetween0And1024',
    type: API,
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^.{1,128}$/s, 'the name'),
      ...matches(String(r.block['description'] ?? ''), /^.{0,1024}$/s, 'the description'),
      ...unless(r.block['protocol_type'] === 'HTTP', 'it is no HTTP API'),
    ],
  },
  {
    name: 'http-api-counts',
    source: 'docs:apigateway/http-api-quotas',
    type: API,
    faults: (r, world) =>
      (
        [
          ['aws_apigatewayv2_route', 'httpApiRoutes', 300],
          ['aws_apigatewayv2_integration', 'httpApiIntegrations', 300],
          ['aws_apigatewayv2_authorizer', 'httpApiAuthorizers', 10],
          ['aws_apigatewayv2_stage', '', 10],
        ] as const
      ).flatMap(([type, quota, byDefault]) => {
        const count = parts(r, world, type).length;
        return unless(count <= world.quota(quota, byDefault), `it has ${count} of ${type}`);
      }),
  },
  {
    name: 'http-api-routes-unique',
    source: 'API:apigatewayv2.CreateRoute: a route key is unique in its API',
    type: API,
    faults: (r, world) =>
      repeated(parts(r, world, 'aws_apigatewayv2_route').map(({ block }) => String(block['route_key']))).map(
        (key) => `two routes have the key ${key}`,
      ),
  },
  {
    name: 'http-api-cors',
    source:
      'API:apigatewayv2.Cors; docs:apigateway/http-api-cors: exact names or *, and no credentials with *',
    type: API,
    faults: ({ block }) =>
      blocks(block['cors_configuration']).flatMap((cors) => [
        ...texts(cors['allow_origins']).flatMap((origin) =>
          matches(origin, /^(\*|https?:\/\/(\*|[^\s/*?#]+))$/, 'an origin'),
        ),
        ...texts(cors['allow_methods']).flatMap((method) =>
          matches(method, /^(\*|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/, 'a method'),
        ),
        ...[...texts(cors['allow_headers']), ...texts(cors['expose_headers'])].flatMap((header) =>
          matches(header, /^(\*|[A-Za-z0-9!#$%&'+.^_`|~-]+)$/, 'a header'),
        ),
        ...whole(cors['max_age'], -1, 86_400, 'max_age'),
        ...unless(
          cors['allow_credentials'] !== true || !texts(cors['allow_origins']).includes('*'),
          'credentials with any origin',
        ),
      ]),
  },
  {
    name: 'http-api-integration',
    source: 'API:apigatewayv2.CreateIntegration: 50 to 30,000 ms',
    type: 'aws_apigatewayv2_integration',
    faults: ({ block }) => [
      ...whole(block['timeout_milliseconds'], 50, 30_000, 'timeout_milliseconds'),
      ...unless(
        ['1.0', '2.0'].includes(String(block['payload_format_version'])),
        'the payload format is unknown',
      ),
    ],
  },
  {
    name: 'http-api-function-outlasts-edge',
    source:
      'docs:apigateway/http-api-quotas: an integration is cut after 30 s, and the function is paid for on',
    type: 'aws_apigatewayv2_integration',
    faults: (r, world) => {
      const alias = world.target(r, r.block['integration_uri']);
      const fn = alias && world.target(alias, alias.block['function_name']);
      return within(
        fn?.block['timeout'],
        1,
        Number(r.block['timeout_milliseconds'] ?? 30_000) / 1000,
        'the timeout of its function',
      );
    },
  },
  {
    name: 'http-api-route',
    source: 'API:apigatewayv2.CreateRoute; docs:apigateway/http-api-quotas: 10 scopes a route',
    type: 'aws_apigatewayv2_route',
    faults: (r, world) => [
      ...matches(
        world.expand(r, r.block['route_key']),
        /^(\$default|(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/[A-Za-z0-9._~!$&'()*+,;=:@/{}-]*)$/,
        'the route key',
      ),
      ...unless(list(r.block['authorization_scopes']).length <= 10, 'it has more than 10 scopes'),
      ...unless(
        r.block['authorization_type'] !== 'JWT' || r.block['authorizer_id'] !== undefined,
        'it wants a token and has no authorizer',
      ),
      ...unless(
        world.target(r, String(r.block['target']).replace('integrations/', '')) !== undefined,
        'its target is no integration of the stack',
      ),
    ],
  },
  {
    name: 'http-api-authorizer',
    source: 'docs:apigateway/http-api-quotas: 50 audiences; API:apigatewayv2.CreateAuthorizer',
    type: 'aws_apigatewayv2_authorizer',
    faults: ({ block }) => [
      ...matches(String(block['name']), /^.{1,128}$/s, 'the name'),
      ...blocks(block['jwt_configuration']).flatMap((jwt) => [
        ...within(list(jwt['audience']).length, 1, 50, 'the number of audiences'),
        ...matches(String(jwt['issuer']), /^https:\/\/[^\s?#]+$/, 'the issuer'),
      ]),
    ],
  },
  {
    name: 'http-api-stage',
    source: 'API:apigatewayv2.CreateStage; a log format has 1 to 1,024 characters and $context.requestId',
    type: 'aws_apigatewayv2_stage',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^(\$default|[A-Za-z0-9_-]{1,128})$/, 'the stage'),
      ...blocks(r.block['access_log_settings']).flatMap((log) => [
        ...unless(String(log['format']).length <= 1024, 'the log format has more than 1,024 characters'),
        ...unless(
          String(log['format']).includes('$context.requestId'),
          'the log format lacks $context.requestId',
        ),
        ...unless(
          !/authorization|header|body/i.test(String(log['format'])),
          'the log format has what may be secret',
        ),
      ]),
      ...throttleFaults(r, world),
      ...blocks(r.block['route_settings']).flatMap(({ route_key }) =>
        unless(
          routesOf(r, world).includes(String(route_key)),
          `route settings for ${String(route_key)}, which is no route`,
        ),
      ),
      ...repeated(blocks(r.block['route_settings']).map(({ route_key }) => String(route_key))).map(
        (key) => `two settings for the route ${key}`,
      ),
    ],
  },
  {
    name: 'http-api-domain',
    source: 'API:apigatewayv2.CreateDomainName: Regional, TLS 1.2',
    type: 'aws_apigatewayv2_domain_name',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['domain_name']), /^[a-z0-9*.-]{1,512}$/, 'the domain name'),
      ...blocks(r.block['domain_name_configuration']).flatMap((one) => [
        ...unless(one['endpoint_type'] === 'REGIONAL', 'it is not Regional'),
        ...unless(one['security_policy'] === 'TLS_1_2', 'it is not TLS_1_2'),
      ]),
    ],
  },
];

function routesOf(stage: Resource, world: World): string[] {
  const api = world.target(stage, stage.block['api_id']);
  return api
    ? parts(api, world, 'aws_apigatewayv2_route').map(({ block }) => String(block['route_key']))
    : [];
}

function throttleFaults(stage: Resource, world: World): readonly string[] {
  const settings = [
    ...blocks(stage.block['default_route_settings']),
    ...blocks(stage.block['route_settings']),
  ];
  return settings.flatMap((one) => [
    ...within(
      one['throttling_rate_limit'],
      0,
      world.quota('apiGatewayRequestsPerSecond', 10_000),
      'the throttle',
    ),
    ...whole(one['throttling_burst_limit'], 0, world.quota('apiGatewayBurst', 5000), 'the burst'),
  ]);
}
