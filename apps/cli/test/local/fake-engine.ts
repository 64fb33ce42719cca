import type { Engine } from '../../src/images';
import { EngineFailure } from '../../src/images';

/** An engine that notes what it is asked, and answers what the test says; `undefined` is a refusal. */
export function fakeEngine(
  answer: (args: readonly string[]) => string | undefined = () => '',
  name: Engine['name'] = 'podman',
): Engine & { readonly calls: string[] } {
  const calls: string[] = [];
  const run = (args: readonly string[]) => {
    calls.push(args.join(' '));
    const stdout = answer(args);
    if (stdout === undefined)
      return Promise.reject(new EngineFailure(name, args[0] ?? '', 1, 'no such thing'));
    return Promise.resolve({ stdout, stderr: '' });
  };
  return { name, calls, run, stream: async (args) => void (await run(args)) };
}
