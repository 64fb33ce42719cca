import { atEdge, many, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const restApi = (tools: Change = {}, change: Change = {}): Change => ({
  deployments: { tools: { edge: 'rest-api', ...tools } },
  ...change,
});
const { issuer, audiences } = atEdge;

/** What goes wrong with a REST API. */
export const restApiCases: readonly BadInput[] = [
  {
    code: 'metadata-hidden',
    change: restApi({}, { access: { jwt: { issuer, audiences } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.edge
        got   "rest-api"
        rule  clients look for the metadata that names the issuer at the root of the host, and a REST API without a host of its own has '/live' in front of all paths: they find it by the 401 answer alone
        fix   give it a host, or accept it: acknowledge: { 'metadata-hidden': '<reason>' }
        code  metadata-hidden
    `,
  },
  {
    code: 'not-for-target',
    title: 'A check of tokens at a REST API',
    change: restApi(
      {},
      { access: { jwt: atEdge }, acknowledge: { 'metadata-hidden': 'clients are told the issuer' } },
    ),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.edge
        got   "rest-api"
        rule  a REST API checks no tokens by itself; the routers behind it do
        fix   remove access.jwt.alsoAt, or use edge 'http-api'
        code  not-for-target
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'Resources of a REST API',
    change: restApi({ servers: many(100) }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers
        got   "101 instances, 304 resources"
        rule  the number of resources of a REST API is at most 300 [docs:apigateway/api-gateway-execution-service-limits-table]: room for 99 instances
        fix   split the deployment; where AWS has granted more, say so: quotas: { restApiResources: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'timeout-too-long',
    title: 'At a REST API',
    change: restApi({ servers: { notes: { timeoutSeconds: 1200 } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.timeoutSeconds
        got   1200
        rule  behind a REST API that streams an answer takes at most 898 seconds, two less than the edge waits: one for the function and one for its router [docs:apigateway/response-transfer-mode]
        fix   write 898 or less, or use what waits longer: target 'fargate'
        code  timeout-too-long
    `,
  },
];
