import { FleetError } from '@mcp-fleet/core';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CheckLine } from './check-line';
import { SEVERITIES } from './policy';
import type { Policy } from './policy';
import type { FindTool, Tool, ToolResult } from './tools';

type Severity = (typeof SEVERITIES)[number];

/** One known weakness of one package. */
interface Vulnerability {
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  /** Version that mends it. @default - there is none yet */
  readonly fixedIn?: string;
}

export interface ScanProps {
  /** Archive of the image. */
  readonly archive: string;
  /** Name of the image in messages. */
  readonly image: string;
  readonly policy: Policy['vulnerabilities'];
  /** Without its ending: `.sarif` and `.json` are added, the latter for as long as the scan takes. */
  readonly report: string;
  readonly find: FindTool;
  /** Today, to tell tolerations that have ended. */
  readonly today: string;
}

/**
 * Scans an image for known vulnerabilities by grype or trivy, and writes the findings as SARIF too. Both need a database
 * that they download: where there is no tool or no database, a line says so.
 */
export async function scan(props: ScanProps): Promise<CheckLine> {
  const grype = props.find('grype');
  const trivy = grype ? undefined : props.find('trivy');
  const tool = grype ?? trivy;
  if (tool === undefined) return { check: 'scan', text: 'not scanned: neither grype nor trivy found' };
  await mkdir(dirname(props.report), { recursive: true });
  try {
    const result = await (tool === grype ? runGrype(tool, props) : runTrivy(tool, props));
    if (result.exitCode !== 0) return notScanned(tool, result);
    const report: unknown = JSON.parse(await readFile(`${props.report}.json`, 'utf8'));
    return judge(
      props,
      tool,
      tool === grype ? fromGrype(report as GrypeReport) : fromTrivy(report as TrivyReport),
    );
  } finally {
    await rm(`${props.report}.json`, { force: true });
  }
}

function runGrype(tool: Tool, { archive, report }: ScanProps): Promise<ToolResult> {
  const outputs = ['-o', `json=${report}.json`, '-o', `sarif=${report}.sarif`];
  return tool.run([`docker-archive:${archive}`, '-q', ...outputs], { GRYPE_CHECK_FOR_APP_UPDATE: 'false' });
}

async function runTrivy(tool: Tool, { archive, report }: ScanProps): Promise<ToolResult> {
  const json = `${report}.json`;
  const outputs = ['--format', 'json', '--output', json];
  const result = await tool.run(['image', '--quiet', '--scanners', 'vuln', '--input', archive, ...outputs]);
  if (result.exitCode !== 0) return result;
  return tool.run(['convert', '--quiet', '--format', 'sarif', '--output', `${report}.sarif`, json]);
}

function notScanned({ name }: Tool, { stderr }: ToolResult): CheckLine {
  const noDatabase = /\b(db|database)\b/i.test(stderr);
  const why = noDatabase ? 'no database' : `${name} failed: ${stderr.trim().split('\n').at(-1)}`;
  return { check: 'scan', text: `not scanned: ${why}` };
}

interface GrypeReport {
  readonly matches: readonly {
    readonly vulnerability: {
      readonly id: string;
      readonly severity: string;
      readonly fix?: { readonly versions?: readonly string[] };
    };
    readonly artifact: { readonly name: string };
  }[];
}

function fromGrype({ matches }: GrypeReport): Vulnerability[] {
  return matches.map(({ vulnerability, artifact }) =>
    found(vulnerability.id, artifact.name, vulnerability.severity, vulnerability.fix?.versions?.[0]),
  );
}

interface TrivyReport {
  readonly Results?: readonly {
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly PkgName: string;
      readonly Severity: string;
      readonly FixedVersion?: string;
    }[];
  }[];
}

function fromTrivy({ Results = [] }: TrivyReport): Vulnerability[] {
  return Results.flatMap(({ Vulnerabilities = [] }) =>
    Vulnerabilities.map(({ VulnerabilityID, PkgName, Severity, FixedVersion }) =>
      found(VulnerabilityID, PkgName, Severity, FixedVersion),
    ),
  );
}

/** A severity that nobody has judged yet counts as low. */
function found(id: string, name: string, severity: string, fixedIn?: string): Vulnerability {
  const known = SEVERITIES.find((one) => one === severity.toLowerCase()) ?? 'low';
  return { id, package: name, severity: known, ...(fixedIn ? { fixedIn } : {}) };
}

function judge(
  { policy, image, today }: ScanProps,
  { name }: Tool,
  all: readonly Vulnerability[],
): CheckLine {
  const grave = SEVERITIES.slice(SEVERITIES.indexOf(policy.failOn));
  const isAllowed = (one: Vulnerability) =>
    policy.allowed.some(
      (allowed) =>
        allowed.id === one.id && (allowed.package ?? one.package) === one.package && today <= allowed.until,
    );
  const failing = all.filter((one) => grave.includes(one.severity) && !isAllowed(one));
  const each = [...new Map(failing.map((one) => [`${one.id} ${one.package}`, one])).values()];
  const text = `${all.length} findings of ${name}, ${each.length} of them ${policy.failOn} or worse and not tolerated`;
  return each.length === 0
    ? { check: 'scan', text }
    : { check: 'scan', text, errors: each.map((one) => weak(image, one)) };
}

function weak(image: string, { id, package: name, severity, fixedIn }: Vulnerability): FleetError {
  return new FleetError({
    code: 'image-policy',
    path: image,
    value: `${id} in ${name}: ${severity}`,
    rule: 'an image has no known weakness of that severity (vulnerabilities.failOn in policy.json)',
    fix: `${fixedIn ? `use ${name} ${fixedIn}` : 'wait for a version that mends it'}, or tolerate it with a reason and a day in vulnerabilities.allowed`,
  });
}
