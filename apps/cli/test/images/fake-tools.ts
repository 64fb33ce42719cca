import { writeFileSync } from 'node:fs';
import type { FindTool, ToolName, ToolResult } from '../../src/images/policy/tools';

/** What a stand-in for a tool answers, and what it writes to the files that its arguments name. */
export interface FakeTool {
  readonly exitCode?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Content for `json=<file>` or `--output <file.json>`. */
  readonly json?: unknown;
}

/** Tools that are installed, and their calls. */
export function fakeTools(
  tools: Partial<Record<ToolName, FakeTool>> = {},
): FindTool & { readonly calls: string[] } {
  const calls: string[] = [];
  const find: FindTool = (name) => {
    const tool = tools[name];
    return tool && { name, run: (args) => Promise.resolve(answer(name, tool, args, calls)) };
  };
  return Object.assign(find, { calls });
}

function answer(name: string, tool: FakeTool, args: readonly string[], calls: string[]): ToolResult {
  calls.push([name, ...args].join(' '));
  const file = args.map((arg) => /^(?:json=)?(.+\.json)$/.exec(arg)?.[1]).find(Boolean);
  if (tool.json !== undefined && file) writeFileSync(file, JSON.stringify(tool.json));
  return { exitCode: tool.exitCode ?? 0, stdout: tool.stdout ?? '', stderr: tool.stderr ?? '' };
}
