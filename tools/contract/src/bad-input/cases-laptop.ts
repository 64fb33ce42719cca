import { server, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const settings = { NOTES_URL: 'https://notes.example.com' };
/** The valid environment on a laptop. */
const laptop = (tools: Change = {}, change: Change = {}): Change => ({
  aws: undefined,
  deployments: { tools: { target: 'docker', ...tools } },
  ...change,
});

/** What goes wrong on a laptop alone. */
export const laptopCases: readonly BadInput[] = [
  {
    code: 'not-for-target',
    title: 'Of an instance',
    change: laptop({ servers: { notes: { concurrency: { reserved: 2 } } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.concurrency
        rule  target docker has no concurrency, only lambda has: it is the concurrency of a Lambda function
        fix   remove it
        code  not-for-target
    `,
  },
  {
    code: 'not-for-target',
    title: 'Of an environment',
    change: laptop({}, { aws: { account: '111122223333', region: 'us-east-1' } }),
    report: dedent`
      environments/dev/environment.ts: aws
        rule  all deployments of this environment have target docker: a laptop has no account and no Region
        fix   remove it
        code  not-for-target
    `,
  },
  {
    code: 'not-for-target',
    title: 'A parameter of AWS',
    change: laptop({ servers: { notes: { settings: { NOTES_USER: { ssm: '/mcp/dev/user' } } } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_USER
        rule  SSM parameters are read at AWS, and a container on a laptop has no rights there
        fix   write the value itself
        code  not-for-target
    `,
  },
  {
    code: 'targets-mixed',
    change: {
      deployments: { laptop: { target: 'docker', topology: 'per-server', servers: { wiki: { settings } } } },
    },
    files: server('wiki'),
    report: dedent`
      environments/dev/environment.ts: deployments.laptop.target
        got   "docker"
        rule  an environment is at AWS or on a laptop: the others of its deployments are at AWS
        fix   move this one into an environment of its own, such as environments/local
        code  targets-mixed
    `,
  },
  {
    code: 'port-taken',
    change: laptop({
      servers: { notes: { port: 8081 }, 'notes-eu': { server: 'notes', settings, port: 8081 } },
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-eu.port
        got   8081
        rule  a port of the computer belongs to one container, and deployments.tools.servers.notes has this one
        fix   write port: 8100
        code  port-taken
    `,
  },
  {
    code: 'setting-secret',
    title: 'On a laptop',
    change: laptop({ servers: { notes: { settings: { NOTES_TOKEN: 'not-shown' } } } }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.settings.NOTES_TOKEN
        got   (a value that is not shown)
        rule  the manifest marks this variable as secret, and no secret is written in an environment file
        fix   remove it here and put it into environments/dev/.env, whose .env.example names it; if it was committed, replace it at its issuer
        code  setting-secret
    `,
  },
  {
    code: 'missing-key',
    title: 'An account',
    change: { aws: undefined },
    report: dedent`
      environments/dev/environment.ts: aws
        rule  this key is required
        fix   add it: account and Region that everything is in
        code  missing-key
    `,
  },
];
