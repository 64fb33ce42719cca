import { atEdge, notes, tasks } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

/** Keys that mean nothing where a deployment runs. */
export const targetCases: readonly BadInput[] = [
  {
    code: 'not-for-target',
    title: 'Keys of the issuer',
    change: { access: { jwt: { ...atEdge, alsoAt: undefined, jwksUri: 'https://login.example.com/keys' } } },
    report: dedent`
      environments/dev/environment.ts: access.jwt.jwksUri
        rule  only a load balancer that checks tokens reads it, and no deployment here has target fargate: all others find the keys by the issuer's metadata
        fix   remove it
        code  not-for-target
    `,
  },
  {
    code: 'not-for-target',
    title: 'A load balancer for functions',
    change: {
      deployments: {
        tools: { exposure: 'internet', clients: { office: '203.0.113.0/24' }, plainHttp: true },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.exposure
        rule  target lambda has no exposure, only fargate has: it is about a load balancer
        fix   remove it
        code  not-for-target

      environments/dev/environment.ts: deployments.tools.clients
        rule  target lambda has no clients, only fargate has: it is about a load balancer
        fix   remove it
        code  not-for-target

      environments/dev/environment.ts: deployments.tools.plainHttp
        rule  target lambda has no plainHttp, only fargate has: it is about a load balancer
        fix   remove it
        code  not-for-target

      3 errors
    `,
  },
  {
    code: 'not-for-target',
    title: 'Tasks for functions',
    change: {
      deployments: {
        tools: { capacity: 'mixed', servers: { notes: { scaling: { max: 4 }, size: { cpus: 1 } } } },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.capacity
        rule  target lambda has no capacity, only fargate has: functions and laptops have no Spot capacity
        fix   remove it
        code  not-for-target

      environments/dev/environment.ts: deployments.tools.servers.notes.scaling
        rule  target lambda has no scaling, only fargate has: it is a number of tasks
        fix   remove it
        code  not-for-target

      environments/dev/environment.ts: deployments.tools.servers.notes.size.cpus
        rule  target lambda has no cpus, only fargate and docker have: a function gets its CPU with its memory
        fix   remove it
        code  not-for-target

      3 errors
    `,
  },
  {
    code: 'not-for-target',
    title: 'Functions for tasks',
    change: notes({ concurrency: { reserved: 2 }, limits: { throttle: 10 } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.limits
        rule  target fargate has no limits, only lambda has: throttles are those of an API at AWS
        fix   remove it
        code  not-for-target

      environments/dev/environment.ts: deployments.tools.servers.notes.concurrency
        rule  target fargate has no concurrency, only lambda has: it is the concurrency of a Lambda function
        fix   remove it
        code  not-for-target

      2 errors
    `,
  },
  {
    code: 'not-for-target',
    title: 'The VPC of tasks',
    change: tasks({ vpc: true }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.vpc
        rule  target fargate has no vpc, only lambda has: tasks always are in the VPC, and containers of a laptop are in none
        fix   remove it
        code  not-for-target
    `,
  },
  {
    code: 'not-for-target',
    title: 'The edge of another target',
    change: tasks({ edge: 'rest-api' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.edge
        got   "rest-api"
        rule  clients reach target fargate by alb
        fix   write 'alb', or remove it
        code  not-for-target
    `,
  },
  {
    code: 'not-for-target',
    title: 'The edge of tasks',
    change: { deployments: { tools: { edge: 'alb' } } },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.edge
        got   "alb"
        rule  clients reach target lambda by http-api or rest-api
        fix   write 'http-api' or 'rest-api', or remove it
        code  not-for-target
    `,
  },
];
