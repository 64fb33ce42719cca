import { FleetError } from '@mcp-fleet/core';
import { EngineFailure } from '../engine/engine';
import type { ImageSpec } from '../spec/image-spec';

/** What a Dockerfile of ours says before it gives up; in the text of the step itself nothing is filled in yet. */
const COMMIT_MISSING = /^(?:#\d+ [\d.]+ )?mcp-fleet: commit-missing [0-9a-f]+/m;
const PROGRAM_MISSING = /^(?:#\d+ [\d.]+ )?mcp-fleet: program-missing ((?!\$).*)$/m;
const LAST_LINES = 6;
/** How engines say which step they are at: the lines of the step itself tell more. */
const STEPS =
  /^(?:\[\d+\/\d+\] )?STEP |^--> |^#\d+ (?:\[|DONE|CACHED)|^Error: building at STEP|^-{3,}|^ > \[/;

/** The error of a failed build, as somebody can act on it. */
export function explainBuild(error: unknown, spec: ImageSpec, log: string): unknown {
  if (!(error instanceof EngineFailure)) return error;
  const [server] = spec.servers;
  const path = server ? `servers.${server.key}` : spec.reference;
  const source = server?.source;
  if (source?.kind === 'go' && COMMIT_MISSING.test(error.stderr)) {
    return new FleetError({
      code: 'commit-missing',
      path: `${path}.source.go.commit`,
      value: source.commit,
      rule: `git finds this commit in ${source.repository}, and it answers without a login`,
      fix: `correct the commit or the address in deployment.json; what git said: ${log}`,
    });
  }
  const programs = PROGRAM_MISSING.exec(error.stderr)?.[1];
  if ((source?.kind === 'npm' || source?.kind === 'pypi') && programs !== undefined) {
    return new FleetError({
      code: 'package-program-missing',
      path: `${path}.source.${source.kind}.binary`,
      value: spec.buildArgs['BINARY'],
      rule: `the package installs one of these programs: ${programs.trim().split(' ').join(', ')}`,
      fix: 'name one of them as binary in deployment.json, under source',
    });
  }
  return new FleetError({
    code: 'image-build-failed',
    path,
    rule: `${error.engine} builds ${spec.dockerfile} to its end; its last lines:\n${lastLines(error.stderr)}`,
    fix: `mend what they say; the whole log: ${log}`,
  });
}

function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !STEPS.test(line));
  return lines.slice(-LAST_LINES).join('\n');
}
