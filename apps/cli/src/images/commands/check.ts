import { join } from 'node:path';
import { DOCKERFILE_FOLDER, REPOSITORY, dockerfiles } from '../build/repository';
import type { Engine } from '../engine/engine';
import { checkDockerfiles } from '../policy/check-dockerfiles';
import { checkImage } from '../policy/check-image';
import { reportChecks } from '../policy/check-line';
import type { Policy } from '../policy/policy';
import { readPolicy } from '../policy/policy';
import { policyKind } from '../policy/policy-kind';
import type { ImageSpec } from '../spec/image-spec';

export interface CheckProps {
  readonly engine: Engine;
  /** Folder of the SBOM and the scanner's report. */
  readonly folder: string;
  readonly say: (line: string) => void;
}

/**
 * Holds a built image to servers/images/policy.json, and says what was looked at.
 *
 * @throws FleetErrors with all that breaks it.
 */
export async function checkBuilt({ engine, folder, say }: CheckProps, spec: ImageSpec): Promise<void> {
  const kind = policyKind(spec);
  if (kind === undefined) return;
  const name = `${spec.name.replaceAll('/', '-')}-${spec.architecture}`;
  const { reference } = spec;
  reportChecks(await checkImage({ engine, reference, name, kind, policy: policy(), folder }), say);
}

/** Lints the Dockerfiles. @throws FleetErrors */
export async function lintDockerfiles(say: (line: string) => void): Promise<void> {
  const files = dockerfiles().map(({ path }) => join(REPOSITORY, path));
  reportChecks([await checkDockerfiles({ files, policy: policy().dockerfiles })], say);
}

function policy(): Policy {
  const file = `${DOCKERFILE_FOLDER}/policy.json`;
  return readPolicy(join(REPOSITORY, file), file);
}
