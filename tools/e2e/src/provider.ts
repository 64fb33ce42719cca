import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';
/** Where people keep a mirror of providers, and how deep below it may lie. */
const PLACES = ['/opt', '/usr/local/share', join(homedir(), '.terraform.d')];
const DEPTH = 3;

/** The provider that a run uses: from a mirror on this computer, or the pinned one from the registry. */
export interface Provider {
  readonly mirror: string | undefined;
  /** Version in the mirror; undefined: the one that the stacks pin. */
  readonly version: string | undefined;
}

/** `TF_PLUGIN_MIRROR`, else the first folder that looks like a mirror, else the registry. */
export function findProvider(): Provider {
  const candidates = [
    process.env['TF_PLUGIN_MIRROR'],
    ...PLACES.flatMap((place) => foldersBelow(place, DEPTH)),
  ];
  const mirror = candidates.find((folder) => folder !== undefined && existsSync(join(folder, PROVIDER)));
  if (mirror === undefined) return { mirror: undefined, version: undefined };
  const versions = readdirSync(join(mirror, PROVIDER)).filter((name) => /^\d+\.\d+\.\d+$/.test(name));
  return { mirror, version: versions.sort().at(-1) };
}

function foldersBelow(folder: string, depth: number): string[] {
  if (depth < 0 || !existsSync(folder)) return [];
  try {
    const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [folder, ...entries.flatMap(({ name }) => foldersBelow(join(folder, name), depth - 1))];
  } catch {
    // Not ours to read.
    return [];
  }
}

/** Writes the command line configuration that makes Terraform look into the mirror; its path. */
export function writeConfig(folder: string, { mirror }: Provider): string {
  const file = join(folder, 'e2e.tfrc');
  const installation = `provider_installation {
  filesystem_mirror {
    path    = "${mirror}"
    include = ["${PROVIDER}"]
  }
}
`;
  writeFileSync(file, mirror === undefined ? '' : installation);
  return file;
}

/**
 * What lies beside each stack of a run. The emulator answers slowly at times and not at all to what it lacks, hence
 * the retries: with Terraform's 25 one missing action would hang for ten minutes.
 */
export function override({ version }: Provider): object {
  return {
    ...(version ? { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version } } } } : {}),
    provider: { aws: [{ max_retries: 3, s3_use_path_style: true }] },
  };
}
