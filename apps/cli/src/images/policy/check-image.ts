import { FleetError } from '@mcp-fleet/core';
import { join } from 'node:path';
import type { Engine } from '../engine/engine';
import type { CheckLine } from './check-line';
import { FinalFiles } from './file-rules';
import type { ImageArchive } from './image-archive';
import { withImageArchive } from './image-archive';
import type { ImageKind, Policy } from './policy';
import { scan } from './scan';
import { writeSbom } from './sbom';
import type { SecretFinding } from './search-secrets';
import { secretSearch } from './search-secrets';
import type { FindTool } from './tools';
import { findTool } from './tools';

export interface CheckImageProps {
  readonly engine: Engine;
  /** What the engine calls the image. */
  readonly reference: string;
  /** Name in messages, and of the files about it. */
  readonly name: string;
  readonly kind: ImageKind;
  readonly policy: Policy;
  /** Folder of the SBOM and of the scanner's report. @default 'dist/images' */
  readonly folder?: string;
  /** @default - the PATH, or MCP_FLEET_<NAME> */
  readonly find?: FindTool;
}

/** Bytes of an MB, as registries count. */
const MB = 1_000_000;
const SHOWN_PATHS = 10;

/**
 * Checks a built image against the policy: size as pulled, user, files, secrets; writes its SBOM and scans it where the
 * tools are installed. Nothing is thrown for a finding: `reportChecks` says and throws them all.
 */
export function checkImage(props: CheckImageProps): Promise<CheckLine[]> {
  const { engine, reference, name, policy, folder = join('dist', 'images'), find = findTool } = props;
  return withImageArchive(engine, reference, async (archive) => {
    const [size, { files, secrets }] = await Promise.all([
      checkSize(props, archive),
      readLayers(archive, policy),
    ]);
    const report = join(folder, name);
    const today = new Date().toISOString().slice(0, 10);
    const vulnerabilities = { archive: archive.file, image: name, policy: policy.vulnerabilities };
    const lines = [
      size,
      checkUser(props, archive),
      checkFiles(props, files),
      checkSecrets(props, secrets),
      await writeSbom(archive.file, `${report}.spdx.json`, find),
      await scan({ ...vulnerabilities, report, find, today }),
    ];
    return lines.map((line) => (isReportOnly(props, line) ? { check: line.check, text: line.text } : line));
  });
}

async function readLayers(
  { layers, configText }: ImageArchive,
  policy: Policy,
): Promise<{ files: FinalFiles; secrets: SecretFinding[] }> {
  const search = secretSearch(policy.secrets);
  // Variables, labels, arguments and every command that made a layer.
  const secrets = search('configuration and history', Buffer.from(configText), false);
  const files = new FinalFiles();
  for (const layer of layers) {
    const entries = [];
    for await (const { content, ...entry } of layer.entries()) {
      entries.push(entry);
      if (entry.type === 'file') secrets.push(...search(entry.path, content, true));
    }
    files.addLayer(entries);
  }
  return { files, secrets };
}

async function checkSize(
  { kind, policy, name }: CheckImageProps,
  { layers }: ImageArchive,
): Promise<CheckLine> {
  const sizes = await Promise.all(layers.map((layer) => layer.compressedBytes()));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const size = `${(bytes / MB).toFixed(1)} MB`;
  const most = policy.sizeMB[kind];
  if (most === undefined) return { check: 'size', text: size };
  const text = `${size} of ${most} MB, compressed`;
  if (bytes <= most * MB) return { check: 'size', text };
  const rule = `an image of kind ${kind} has at most ${most} MB, compressed (sizeMB in policy.json)`;
  const fix = 'leave out what it does not need at run time, or raise the figure where the reason is good';
  return { check: 'size', text, errors: [problem(name, size, rule, fix)] };
}

function checkUser({ policy, name }: CheckImageProps, { config }: ImageArchive): CheckLine {
  const user = config.config?.User ?? '';
  if (user === policy.user) return { check: 'user', text: user };
  const rule = `an image runs as ${policy.user}, never as root (user in policy.json)`;
  return {
    check: 'user',
    text: user || 'root',
    errors: [problem(name, user || 'root', rule, `write USER ${policy.user} in its last stage`)],
  };
}

function checkFiles({ policy, name }: CheckImageProps, files: FinalFiles): CheckLine {
  const writable = files.writable(policy.user);
  const setId = files.setId();
  const errors = [
    ...paths(
      writable,
      name,
      `${policy.user} can write to nothing but /tmp`,
      'chown it to root and take the right away',
    ),
    ...paths(setId, name, 'no program is setuid or setgid', 'chmod a-s it, or leave it out'),
  ];
  const text = `${files.count}: ${writable.length} writable beside /tmp, ${setId.length} setuid or setgid`;
  return errors.length === 0 ? { check: 'files', text } : { check: 'files', text, errors };
}

function paths(found: readonly string[], name: string, rule: string, fix: string): FleetError[] {
  if (found.length === 0) return [];
  const more = found.length > SHOWN_PATHS ? ` and ${found.length - SHOWN_PATHS} more` : '';
  return [problem(name, `${found.slice(0, SHOWN_PATHS).join(' ')}${more}`, rule, fix)];
}

function checkSecrets({ name }: CheckImageProps, findings: readonly SecretFinding[]): CheckLine {
  if (findings.length === 0) return { check: 'secrets', text: 'none found' };
  const rule =
    'no layer, label, variable or command of an image has a secret in it, not even one that a later layer removes';
  const fix =
    'take it out of the build, and renew it: who has the image has the secret; what is none goes to secrets.allowed in policy.json with a reason';
  const each = [
    ...new Map(findings.map((finding) => [`${finding.rule} ${finding.where}`, finding])).values(),
  ];
  return {
    check: 'secrets',
    text: `${each.length} found`,
    errors: each.map((finding) => problem(name, `${finding.rule} in ${finding.where}`, rule, fix)),
  };
}

function isReportOnly({ kind, policy }: CheckImageProps, { check, errors }: CheckLine): boolean {
  return (
    errors !== undefined &&
    policy.reportOnly.some((only) => only.kind === kind && only.checks.some((one) => one === check))
  );
}

function problem(path: string, value: string, rule: string, fix: string): FleetError {
  return new FleetError({ code: 'image-policy', path, value, rule, fix });
}
