import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Builder, Engine, ImageSpec } from '../../../src/images';
import { EngineFailure, architectureOf, buildImage, findEngine, serverSpec } from '../../../src/images';
import { FakeEngine } from '../fake-engine';
import { go, npm, oci } from '../manifests';
import type { BadImage } from './case';
import { dedent } from './case';

const SOURCE = 'registry.example.com/foreign:1.0.0';

/** The path of a log is that of the machine: only its name stays in the report. */
async function built(engine: FakeEngine, spec: ImageSpec): Promise<unknown> {
  const builder: Builder = {
    engine,
    settings: { buildPlatform: 'linux/amd64' },
    serversFolder: join(tmpdir(), 'servers-of-nobody'),
    logFolder: join(tmpdir(), 'mcp-fleet-logs'),
    say: () => undefined,
    done: new Set(),
  };
  return buildImage(builder, spec).catch((error: Error) => {
    error.message = error.message.replace(/\S*\/(?=mcp-servers-[\w-]+\.log)/, '');
    throw error;
  });
}

const failing = (part: string, output: string) => new FakeEngine({ failing: { [part]: output } });

function engineThat(error: Error): (name: Engine['name']) => Engine {
  return (name) => ({ name, run: () => Promise.reject(error), stream: () => Promise.reject(error) });
}

export const buildCases: readonly BadImage[] = [
  {
    code: 'engine-missing',
    run: () =>
      findEngine({ wanted: '', engineOf: engineThat(Object.assign(new Error(), { code: 'ENOENT' })) }),
    report: dedent`
      PATH
        rule  images are built by docker or podman, and there is none on this computer
        fix   install docker or podman; everything else, synth and deploy too, works without
        code  engine-missing
    `,
  },
  {
    code: 'engine-missing',
    title: 'One that nobody knows',
    run: () => findEngine({ wanted: 'podmann' }),
    report: dedent`
      MCP_FLEET_ENGINE
        got   "podmann"
        rule  this names an engine: docker or podman
        fix   did you mean "podman"?
        code  engine-missing
    `,
  },
  {
    code: 'engine-not-running',
    run: () =>
      findEngine({
        wanted: 'docker',
        engineOf: engineThat(
          new EngineFailure('docker', 'version', 1, 'Cannot connect to the Docker daemon'),
        ),
      }),
    report: dedent`
      docker
        got   "docker version ended with exit code 1: Cannot connect to the Docker daemon"
        rule  docker is installed, and builds once it answers
        fix   start Docker (Docker Desktop, or systemctl start docker), or choose MCP_FLEET_ENGINE=podman
        code  engine-not-running
    `,
  },
  {
    code: 'architecture-unsupported',
    run: () => Promise.resolve().then(() => architectureOf('amd64')),
    report: dedent`
      --architecture
        got   "amd64"
        rule  an image is built for one of: arm64, x86_64
        fix   amd64 is x86_64 here, as AWS says it
        code  architecture-unsupported
    `,
  },
  {
    code: 'commit-missing',
    run: () => built(failing('clock', 'mcp-fleet: commit-missing c0ffee0\n'), serverSpec(go, 'arm64')),
    report: dedent`
      servers.clock.source.go.commit
        got   "c0ffee0000000000000000000000000000000000"
        rule  git finds this commit in https://git.example.com/clock, and it answers without a login
        fix   correct the commit or the address in deployment.json; what git said: mcp-servers-clock-arm64.log
        code  commit-missing
    `,
  },
  {
    code: 'package-program-missing',
    run: () =>
      built(failing('notes', 'mcp-fleet: program-missing notes-mcp tool \n'), serverSpec(npm, 'arm64')),
    report: dedent`
      servers.notes.source.npm.binary
        got   "notes"
        rule  the package installs one of these programs: notes-mcp, tool
        fix   name one of them as binary in deployment.json, under source
        code  package-program-missing
    `,
  },
  {
    code: 'image-build-failed',
    run: () =>
      built(failing('clock', 'STEP 9/9: RUN go build\nmain.go:1: no such thing\n'), serverSpec(go, 'arm64')),
    report: dedent`
      servers.clock
        rule  podman builds go.Dockerfile to its end; its last lines:
              main.go:1: no such thing
        fix   mend what they say; the whole log: mcp-servers-clock-arm64.log
        code  image-build-failed
    `,
  },
  {
    code: 'image-entrypoint-missing',
    run: () =>
      built(
        new FakeEngine({ inspect: { [SOURCE]: { platform: 'linux/arm64', config: {} } } }),
        serverSpec(oci, 'arm64'),
      ),
    report: dedent`
      servers.foreign.source.oci.image
        got   "registry.example.com/foreign:1.0.0"
        rule  an image has an entrypoint or a command: the router starts it in its place
        fix   name another image, or the program as the first of the arguments in deployment.json
        code  image-entrypoint-missing
    `,
  },
];
