import type { Canaries } from './canaries';
import type { Confinement } from './containers';
import type { McpAnswer } from './mcp';
import { call, textOf, toolsOf } from './mcp';
import { must } from './report';
import type { World } from './world';

/** A call of one tool of each server, and what its answer holds. */
interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly expect: RegExp;
}

const STUB_CALL: ToolCall = { name: 'echo', arguments: { text: 'hello lab' }, expect: /hello lab/ };

const EVERYTHING_CALL: ToolCall = { name: 'echo', arguments: { message: 'hello lab' }, expect: /hello lab/ };

const TOOL_CALLS: Readonly<Record<string, ToolCall>> = {
  gitlab: STUB_CALL,
  atlassian: STUB_CALL,
  dynatrace: STUB_CALL,
  pagerduty: STUB_CALL,
  servicenow: STUB_CALL,
  everything: EVERYTHING_CALL,
  foreign: EVERYTHING_CALL,
  // No network: that the server refuses the address is its answer all the same.
  'aws-documentation': {
    name: 'read_documentation',
    arguments: { url: 'https://example.test/not-of-aws.html' },
    expect: /read_documentation|supported domains/,
  },
};

/** tools/list and tools/call of one server, by whatever way. */
export async function proveServer(
  { checks }: Pick<World, 'checks'>,
  title: string,
  server: string,
  { token }: Canaries,
  send: (call: { readonly body: string; readonly token: string }) => Promise<McpAnswer>,
): Promise<void> {
  await checks.run(`${title}: tools/list`, async () => {
    const answer = await send({ body: call('tools/list'), token });
    must(answer.status === 200, `answered ${answer.status}: ${answer.body.slice(0, 300)}`);
    const tools = toolsOf(answer.body);
    const wanted = TOOL_CALLS[server]?.name ?? '';
    must(tools.includes(wanted), `no ${wanted} in ${tools.join(', ')}`);
  });
  await checks.run(`${title}: tools/call`, async () => {
    const tool = TOOL_CALLS[server];
    if (!tool) throw new Error(`the lab calls no tool of ${server}`);
    const answer = await send({
      body: call('tools/call', { name: tool.name, arguments: tool.arguments }),
      token,
    });
    must(answer.status === 200, `answered ${answer.status}: ${answer.body.slice(0, 300)}`);
    must(tool.expect.test(textOf(answer.body)), `answered ${answer.body.slice(0, 300)}`);
  });
}

/** @param user whom it must run as; without it anyone but root. */
export function assertConfined(found: Confinement, memoryMiB: number, user?: number): void {
  must(found.writable.join(' ') === '/tmp', `can write to ${found.writable.join(' ')}`);
  must(found.capabilities === 0n, `has capabilities ${found.capabilities.toString(16)}`);
  must(found.noNewPrivileges, 'could gain rights');
  must(user === undefined ? found.uid !== 0 : found.uid === user, `runs as ${found.uid}`);
  must(found.memoryBytes === memoryMiB * 1024 * 1024, `may have ${found.memoryBytes} bytes of memory`);
}
