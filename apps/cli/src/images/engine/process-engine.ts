import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import type { Engine, EngineOptions } from './engine';
import { EngineFailure } from './engine';

/** An answer may be a list of all layers, but nothing that we ask for is longer. */
const KEPT_CHARACTERS = 4 << 20;

/** What every call is made with. */
const ALWAYS: Readonly<Record<string, string>> = {
  // podman's own format drops the health check.
  BUILDAH_FORMAT: 'docker',
  // An attestation makes an index of an image, which Lambda refuses.
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
};

/** The engine whose program has this name on the PATH. */
export function processEngine(name: Engine['name']): Engine {
  return {
    name,
    run: (args, options) => call(name, args, options, false),
    stream: async (args, options) => void (await call(name, args, options, true)),
  };
}

function call(
  name: Engine['name'],
  args: readonly string[],
  { input, env = {}, cwd, log }: EngineOptions = {},
  shown: boolean,
): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(name, [...args], {
      env: { ...process.env, ...ALWAYS, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const kept = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        kept[stream] = (kept[stream] + text).slice(-KEPT_CHARACTERS);
        if (shown) process[stream].write(text);
        if (log !== undefined) appendFileSync(log, text);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(kept);
      // docker explains a failed build on one stream, podman on the other.
      else
        reject(new EngineFailure(name, args[0] ?? '', code ?? 1, (shown ? kept.stdout : '') + kept.stderr));
    });
    child.stdin.on('error', () => undefined); // it may end without reading
    child.stdin.end(input ?? '');
  });
}
