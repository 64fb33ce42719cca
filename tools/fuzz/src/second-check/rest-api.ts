import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import type { Block } from './values';
import { blocks, object, parsed } from './values';

const API = 'aws_api_gateway_rest_api';
const METHODS = [
  'get',
  'put',
  'post',
  'delete',
  'options',
  'head',
  'patch',
  'x-amazon-apigateway-any-method',
];
const INTEGRATION = 'x-amazon-apigateway-integration';

/** Each method of each path of the text. */
function methodsOf(
  body: unknown,
): { readonly path: string; readonly method: string; readonly block: Block }[] {
  return Object.entries(object(object(body)['paths'])).flatMap(([path, methods]) =>
    Object.entries(object(methods)).map(([method, block]) => ({ path, method, block: object(block) })),
  );
}

/** Nodes of the tree of paths: API Gateway makes a resource of each. */
function resourcesOf(body: unknown): Set<string> {
  return new Set(
    Object.keys(object(object(body)['paths'])).flatMap((path) => {
      const words = path.split('/').filter(Boolean);
      return ['/', ...words.map((_, i) => `/${words.slice(0, i + 1).join('/')}`)];
    }),
  );
}

export const restApiRules: readonly Rule[] = [
  {
    name: 'rest-api-body',
    source:
      'docs:apigateway/api-gateway-import-api: OpenAPI of at most 6 MB, whose parts of a path have few characters',
    type: API,
    faults: (r, world) => {
      const text = world.expand(r, r.block['body']);
      const body = parsed(text);
      if (body === undefined) return ['the body is no JSON'];
      const parts = [...resourcesOf(body)].flatMap((path) => path.split('/').filter(Boolean));
      return [
        ...unless(text.length <= 6_000_000, `the body has ${text.length} characters`),
        ...unless(/^3\.0\.\d$/.test(String(object(body)['openapi'])), 'the body is not OpenAPI 3.0'),
        ...parts.flatMap((part) =>
          matches(part, /^([A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\})$/, 'a part of a path'),
        ),
        ...methodsOf(body).flatMap(({ path, method }) =>
          unless(METHODS.includes(method), `${method} of ${path} is no method`),
        ),
      ];
    },
  },
  {
    name: 'rest-api-resources',
    source: 'docs:apigateway/api-gateway-execution-service-limits-table: 300 resources an API',
    type: API,
    faults: (r, world) => {
      const count = resourcesOf(parsed(world.expand(r, r.block['body']))).size;
      return unless(count <= world.quota('restApiResources', 300), `it has ${count} resources`);
    },
  },
  {
    name: 'rest-api-integrations',
    source:
      'docs:apigateway/response-transfer-mode: STREAM 15 minutes at most, by proxy alone; buffered 29 s; 50 ms at least',
    type: API,
    faults: (r, world) =>
      methodsOf(parsed(world.expand(r, r.block['body']))).flatMap(({ path, method, block }) => {
        const integration = object(block[INTEGRATION]);
        if (integration['type'] === undefined) return [`${method} of ${path} has no integration`];
        if (integration['type'] === 'mock') return [];
        const streams = integration['responseTransferMode'] === 'STREAM';
        return [
          ...whole(
            integration['timeoutInMillis'] ?? 29_000,
            50,
            streams ? 900_000 : 29_000,
            `the timeout of ${method} ${path}`,
          ),
          ...unless(
            !streams || ['aws_proxy', 'http_proxy'].includes(String(integration['type'])),
            `${method} of ${path} streams and is no proxy`,
          ),
        ];
      }),
  },
  {
    name: 'rest-api-texts',
    source: 'API:apigateway.CreateRestApi; API:apigateway.CreateStage: letters, digits and _',
    type: [API, 'aws_api_gateway_stage'],
    faults: (r, world) =>
      r.type === API
        ? [
            ...matches(world.expand(r, r.block['name']), /^.{1,1024}$/s, 'the name'),
            ...blocks(r.block['endpoint_configuration']).flatMap(({ types }) =>
              unless(
                JSON.stringify(types) === '["REGIONAL"]' || JSON.stringify(types) === '["PRIVATE"]',
                'it is at an edge that ends a stream after 30 s',
              ),
            ),
          ]
        : [
            ...matches(world.expand(r, r.block['stage_name']), /^[A-Za-z0-9_]{1,128}$/, 'the stage'),
            ...blocks(r.block['access_log_settings']).flatMap(({ format }) => [
              ...unless(
                /\$context\.(requestId|extendedRequestId)/.test(String(format)),
                'the log format lacks $context.requestId',
              ),
              ...unless(String(format).length <= 3072, 'the log format has more than 3 KB'),
              ...unless(
                !/authorization|header|body/i.test(String(format)),
                'the log format has what may be secret',
              ),
            ]),
          ],
  },
  {
    name: 'rest-api-settings',
    source: 'docs:apigateway/set-up-logging: a trace writes bodies and tokens into the log',
    type: 'aws_api_gateway_method_settings',
    faults: (r, world) =>
      blocks(r.block['settings']).flatMap((one) => [
        ...unless(one['data_trace_enabled'] !== true, 'the log gets whole requests'),
        ...within(
          one['throttling_rate_limit'],
          -1,
          world.quota('apiGatewayRequestsPerSecond', 10_000),
          'the throttle',
        ),
        ...whole(one['throttling_burst_limit'], -1, world.quota('apiGatewayBurst', 5000), 'the burst'),
      ]),
  },
];
