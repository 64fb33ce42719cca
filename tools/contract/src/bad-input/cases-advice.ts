import { guarded, pins, tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const alarms = { email: ['oncall@example.com'] };
const watched = (change: Change): Change => ({ ...guarded, alarms, ...change });
const settings = { NOTES_URL: 'https://notes.example.com' };

/** What AWS allows, and is said all the same. */
export const adviceCases: readonly BadInput[] = [
  {
    code: 'access-public',
    strict: true,
    change: { access: 'public' },
    report: dedent`
      environments/dev/environment.ts: access
        got   "public"
        rule  anyone on the internet may call the servers of deployments.tools with the credentials that these hold
        fix   write access: 'token' or { jwt: … }, or acknowledge: { 'access-public': '<reason>' }
        code  access-public
    `,
  },
  {
    code: 'plain-http',
    title: 'Not protected',
    strict: true,
    change: tasks({ certificateArn: undefined, host: undefined, plainHttp: true }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.plainHttp
        got   true
        rule  tokens and answers cross the network readable
        fix   give a host with a certificate, or write acknowledge: { 'plain-http': '<reason>' }
        code  plain-http
    `,
  },
  {
    code: 'acknowledge-idle',
    strict: true,
    change: { acknowledge: { 'slow-server': 'nobody waits for it' } },
    report: dedent`
      environments/dev/environment.ts: acknowledge.slow-server
        rule  what is acknowledged is done somewhere in the file: left behind, it would silence the next one too
        fix   remove it
        code  acknowledge-idle
    `,
  },
  {
    code: 'alarms-missing',
    strict: true,
    change: guarded,
    files: pins,
    report: dedent`
      environments/dev/environment.ts: alarms
        rule  nobody is told when a server of this protected environment fails
        fix   write alarms: { email: ['…'] }, or acknowledge: { 'alarms-missing': '<reason>' }
        code  alarms-missing
    `,
  },
  {
    code: 'shared-fate',
    strict: true,
    change: {
      ...watched({}),
      deployments: {
        tools: {
          target: 'fargate',
          topology: 'multi-server',
          host: 'mcp.example.com',
          servers: { 'notes-b': { server: 'notes', settings } },
        },
      },
      domain: { zone: 'example.com' },
    },
    files: {
      'environments/dev/images.json': JSON.stringify({
        ...(JSON.parse(pins['environments/dev/images.json']) as object),
        'mcp-servers/dev/router': {
          digest: `sha256:${'0'.repeat(64)}`,
          tag: 'v0-000000000000',
          architecture: 'arm64',
          contents: { router: '0.1.0' },
        },
      }),
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.topology
        got   "multi-server"
        rule  the 2 servers are scaled, deployed and throttled together, and one that runs wild takes from the others
        fix   write topology: 'per-server', or acknowledge: { 'shared-fate': '<reason>' }
        code  shared-fate
    `,
  },
  {
    code: 'nat-single',
    strict: true,
    change: { ...watched(tasks()), network: { nat: 'single' } },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: network.nat
        got   "single"
        rule  when the zone of the one NAT gateway fails, tasks of all zones lose their way out
        fix   write nat: 'per-zone', or acknowledge: { 'nat-single': '<reason>' }
        code  nat-single
    `,
  },
  {
    code: 'single-task',
    strict: true,
    change: watched(tasks({ servers: { notes: { scaling: { min: 1 } } } })),
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.scaling
        got   {"min":1}
        rule  one task is in one zone, and nobody answers while it is replaced after a fault
        fix   write min: 2, or acknowledge: { 'single-task': '<reason>' }
        code  single-task
    `,
  },
  {
    code: 'log-level-debug',
    strict: true,
    change: watched({ deployments: { tools: { servers: { notes: { logLevel: 'debug' } } } } }),
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.logLevel
        got   "debug"
        rule  servers may log what they send and get, in a protected environment that of real users
        fix   remove it, or write acknowledge: { 'log-level-debug': '<reason>' }
        code  log-level-debug
    `,
  },
];
