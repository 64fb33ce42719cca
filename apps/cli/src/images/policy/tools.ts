import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How a program ended. */
export interface ToolResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that checks images. */
export interface Tool {
  readonly name: ToolName;
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<ToolResult>;
}

export type ToolName = 'hadolint' | 'syft' | 'grype' | 'trivy';

/** Finds a program; undefined where it is not installed. */
export type FindTool = (name: ToolName) => Tool | undefined;

/** Looks into `MCP_FLEET_<NAME>`, then on the PATH. */
export const findTool: FindTool = (name) => {
  const named = process.env[`MCP_FLEET_${name.toUpperCase()}`];
  const places = named
    ? [named]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const program = places.find(isExecutable);
  return program === undefined ? undefined : { name, run: (args, env) => run(program, args, env) };
};

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return new Promise<ToolResult>((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout, stderr }));
  });
}
