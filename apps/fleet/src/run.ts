import { FleetError, FleetErrors, formatWarnings } from '@mcp-fleet/core';
import type { FleetPlan } from '@mcp-fleet/plan';

/** Runs a command: errors of users are printed as reports, stack traces only where MCP_FLEET_DEBUG asks for them. */
export function run(command: () => void): void {
  // cdktf calls what newer Node versions deprecate; nobody who synthesises a fleet can mend that.
  process.noDeprecation = !process.env['MCP_FLEET_DEBUG'];
  let ended = false;
  process.once('exit', () => {
    if (ended) return;
    process.stderr.write(
      'A file ended the process: an environment file holds values only. Nothing was written.\n',
    );
    process.exitCode = 1;
  });
  try {
    command();
  } catch (error) {
    process.stderr.write(`${describe(error, Boolean(process.env['MCP_FLEET_DEBUG']))}\n`);
    process.exitCode = 1;
  } finally {
    ended = true;
  }
}

/** Says what is legal but unwise, beside the result: on standard error. */
export function sayWarnings(plans: readonly FleetPlan[]): void {
  const warnings = plans.flatMap((plan) => plan.warnings);
  if (warnings.length > 0) process.stderr.write(`${formatWarnings(warnings)}\n\n`);
}

/** Says of each broken manifest that nobody asks for its first mistake, in a line: on standard error. */
export function sayUnused(errors: readonly FleetError[]): void {
  const first = new Map([...errors].reverse().map((error) => [error.file ?? '', error]));
  for (const [file, { path, rule }] of [...first].reverse())
    process.stderr.write(
      `${file} is broken, and no environment here uses it: ${path ? `${path}: ` : ''}${rule}\n`,
    );
}

function describe(error: unknown, debug: boolean): string {
  if (debug && error instanceof Error) return error.stack ?? error.message;
  if (error instanceof FleetErrors || error instanceof FleetError)
    return `${error.message}\n\nNothing was written.`;
  const message = error instanceof Error ? error.message : String(error);
  return `${message}\n\nThis was not foreseen: run again with --debug (or MCP_FLEET_DEBUG=1) and report it.`;
}
