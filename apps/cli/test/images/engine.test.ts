import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/images';
import { EngineFailure, findEngine } from '../../src/images';
import { processEngine } from '../../src/images/engine/process-engine';

type Answer = 'answers' | 'is silent' | 'is missing';

function engines(answers: Readonly<Record<Engine['name'], Answer>>): (name: Engine['name']) => Engine {
  return (name) => ({
    name,
    run: () => {
      if (answers[name] === 'answers') return Promise.resolve({ stdout: 'linux/amd64\n', stderr: '' });
      return Promise.reject(
        answers[name] === 'is silent'
          ? new EngineFailure(name, 'version', 1, 'first line\nno daemon here')
          : Object.assign(new Error('spawn'), { code: 'ENOENT' }),
      );
    },
    stream: () => Promise.resolve(),
  });
}

async function found(docker: Answer, podman: Answer, wanted = ''): Promise<string> {
  return findEngine({ wanted, engineOf: engines({ docker, podman }) }).then(
    ({ name }) => name,
    (error: Error) => error.message,
  );
}

test('docker where its daemon answers, else podman, unless one is named', async () => {
  expect(await found('answers', 'answers')).toBe('docker');
  expect(await found('is silent', 'answers')).toBe('podman');
  expect(await found('is missing', 'answers')).toBe('podman');
  expect(await found('answers', 'answers', 'podman')).toBe('podman');
});

test('no engine', async () => {
  expect(await found('is missing', 'is missing')).toBe(`PATH
  rule  images are built by docker or podman, and there is none on this computer
  fix   install docker or podman; everything else, synth and deploy too, works without
  code  engine-missing`);
  expect(await found('answers', 'is missing', 'podman')).toContain('built by podman, and there is none');
});

test('an engine that is not running', async () => {
  expect(await found('is silent', 'is missing')).toBe(`docker
  got   "docker version ended with exit code 1: no daemon here"
  rule  docker is installed, and builds once it answers
  fix   start Docker (Docker Desktop, or systemctl start docker), or choose MCP_FLEET_ENGINE=podman
  code  engine-not-running`);
});

test('an engine that nobody knows', async () => {
  expect(await found('answers', 'answers', 'podmann')).toContain('did you mean "podman"?');
});

test('a real process: output, input, log, and what is kept of a failure', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-engine-'));
  const path = process.env['PATH'] ?? '';
  try {
    const script =
      '#!/bin/sh\n[ "$1" = fail ] && { echo shown; echo why >&2; exit 3; }\necho "$BUILDAH_FORMAT $1 $(cat)"\n';
    writeFileSync(join(folder, 'podman'), script);
    chmodSync(join(folder, 'podman'), 0o755);
    process.env['PATH'] = `${folder}:${path}`;
    const engine = processEngine('podman');
    const log = join(folder, 'log');
    expect((await engine.run(['version'], { input: 'text', log })).stdout).toBe('docker version text\n');
    expect(readFileSync(log, 'utf8')).toBe('docker version text\n');
    const failure = await engine.run(['fail', '--password=canary']).catch((error: unknown) => error);
    expect(failure).toMatchObject({ exitCode: 3, stderr: 'why\n' });
    expect(String(failure)).toBe('EngineFailure: podman fail ended with exit code 3: why');
  } finally {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  }
});
