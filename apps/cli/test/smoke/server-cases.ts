import type { ErrorCode } from '@mcp-fleet/core';
import { HIDDEN } from '@mcp-fleet/core';
import { type Connection, findServers, smoke } from '../../src/smoke';
import { tokenIn, verifyOutputs } from '../../src/smoke/verify';
import type { Behaviour } from './fake-server';

/** How the stand-in is asked. */
export const connection: Connection = { tokenVariable: 'MCP_TOKEN', timeoutMilliseconds: 60_000 };
/** For what never answers; everything else is waited for, however slow the machine is. */
const impatient: Connection = { ...connection, timeoutMilliseconds: 700 };
const outputs = { environment: 'dev', servers: {}, notDeployed: ['dev-tools'] };

/** What goes wrong, and the report that a user then reads; `<url>` stands for the address of the stand-in. */
export interface BadAnswer {
  readonly code: ErrorCode;
  readonly title: string;
  readonly behaviour?: Behaviour;
  readonly run?: (url: string) => Promise<unknown>;
  readonly report: string;
}

/** Asks the stand-in as smoke does, and throws what was wrong. */
export async function atServer(url: string, used = connection): Promise<unknown> {
  const [result] = await smoke(await findServers(url, ['notes'], used), used);
  throw result?.error ?? new Error('nothing was wrong');
}

/** Every error of smoke and verify. */
export const serverCases: readonly BadAnswer[] = [
  {
    code: 'access-denied',
    title: 'no token',
    behaviour: { token: 's3cret-s3cret-s3cret' },
    report: `<url>/notes/mcp
  got   "HTTP 401: send a token, not undefined"
  rule  the front door lets in who sends one of its tokens
  fix   put a token into the variable MCP_TOKEN
  code  access-denied`,
  },
  {
    code: 'server-not-found',
    title: 'another name',
    run: async (url) => atServer(`${url}/other`, connection),
    behaviour: { always: { status: 404, body: '{"message":"Not Found"}' } },
    report: `<url>/other/notes/health
  got   "HTTP 404: Not Found"
  rule  a server that is enabled answers at <front door>/<server>/mcp
  fix   check the name against the servers of the deployment (nx run <environment>:outputs), and deploy it
  code  server-not-found`,
  },
  {
    code: 'server-down',
    title: 'its health says so',
    behaviour: { health: 503 },
    report: `<url>/notes/health
  got   "HTTP 503: it lacks NOTES_TOKEN"
  rule  the server runs and its front door can reach it
  fix   look at its /health and its logs; after a deployment it may still be starting
  code  server-down`,
  },
  {
    code: 'address-invalid',
    title: 'a redirect',
    behaviour: { always: { status: 301, location: 'https://mcp.example.com/notes/health' } },
    report: `<url>/notes/health
  got   "HTTP 301: it redirects to https://mcp.example.com/notes/health"
  rule  an MCP address answers itself, without a redirect
  fix   use the address that it redirects to, https in most cases
  code  address-invalid`,
  },
  {
    code: 'address-invalid',
    title: 'no address',
    run: () => findServers('mcp.example.com', [], connection),
    report: `address
  got   "mcp.example.com"
  rule  this is the address of a front door or of one server
  fix   write it like https://mcp.example.com or https://mcp.example.com/gitlab/mcp
  code  address-invalid`,
  },
  {
    code: 'address-invalid',
    title: 'with a password',
    run: () => findServers('https://me:s3cret@mcp.example.com', [], connection),
    report: `address
  got   (a value that is not shown)
  rule  an address holds no user and no password
  fix   put the token into MCP_TOKEN
  code  address-invalid`,
  },
  {
    code: 'address-servers-unknown',
    title: 'an edge of AWS',
    behaviour: { sum: null, always: { status: 404, body: '{"message":"Not Found"}' } },
    run: (url) => findServers(url, [], connection),
    report: `<url>/health
  got   "HTTP 404: {\\"message\\":\\"Not Found\\"}"
  rule  a router lists its servers at /health; the edges of AWS do not know theirs
  fix   name them: --servers gitlab,pagerduty; or verify the whole environment: nx run <environment>:verify
  code  address-servers-unknown`,
  },
  {
    code: 'address-unreachable',
    title: 'silence',
    behaviour: { silent: true },
    run: (url) => atServer(url, impatient),
    report: `<url>/notes/mcp
  got   "REQUEST_TIMEOUT: Version negotiation probe timed out after 700ms"
  rule  an answer comes in time
  fix   check security groups and routes; wait longer with --timeout-seconds where a function starts cold
  code  address-unreachable`,
  },
  {
    code: 'server-misbehaves',
    title: 'tools that are no list',
    behaviour: { tools: { delete_note: {} } },
    report: `<url>/notes/mcp
  got   "INVALID_RESULT: Invalid result for tools/list: [   {     \\"expected\\": \\"array\\",     \\"code\\": \\"invalid_type\\",     \\"path\\": [       \\"tools\\"     ],     \\"…
  rule  an MCP server answers initialize or server/discover, tools/list and tools/call
  fix   check that an MCP server is at this address, and its logs; MCP_TOKEN is not the cause
  code  server-misbehaves`,
  },
  {
    code: 'not-deployed',
    title: 'verify before deploy',
    run: () => verifyOutputs(outputs, connection),
    report: `dev
  rule  an environment has addresses
  fix   nx run dev:deploy
  code  not-deployed`,
  },
  {
    code: 'secret-unfilled',
    title: 'verify --secret without a token in it',
    run: async () => tokenIn('dev', 'mcp/dev/access', '{"tokens":[]}'),
    report: `secret mcp/dev/access
  rule  the front doors take the tokens in it, {"tokens":["…"]}, and it holds none
  fix   fill it (nx run dev:deploy says how), or give a token in MCP_TOKEN and leave --secret out
  code  secret-unfilled`,
  },
  {
    code: 'access-denied',
    title: 'verify --secret by somebody who may not read it',
    run: async () => tokenIn('dev', 'mcp/dev/access', HIDDEN),
    report: `secret mcp/dev/access
  rule  only its servers and secrets.alsoReadBy of the environment file read a secret of this environment
  fix   give a token in MCP_TOKEN and leave --secret out, or name your role in secrets.alsoReadBy
  code  access-denied`,
  },
];
