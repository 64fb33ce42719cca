import { deployingMetric } from '@mcp-fleet/core';
import { announced } from '../../src/deploy/commands/announce';
import type { Screen } from '../../src/deploy/screen';

const said: string[] = [];
const screen: Screen = {
  result: () => undefined,
  progress: (text) => void said.push(text),
  canAsk: false,
  ask: () => Promise.resolve(''),
};
beforeEach(() => {
  said.length = 0;
  jest.useFakeTimers();
});
afterEach(() => jest.useRealTimers());

const minutes = (count: number) => jest.advanceTimersByTimeAsync(count * deployingMetric.everySeconds * 1000);

/** Work that takes until it is told to end. */
function work() {
  let end: (error?: Error) => void = () => undefined;
  const done = new Promise<string>((resolve, reject) => {
    end = (error) => (error === undefined ? resolve('done') : reject(error));
  });
  return { run: () => done, end };
}

test('at the start and every minute, until the work is done', async () => {
  let puts = 0;
  const put = () => Promise.resolve(void (puts += 1));
  const { run, end } = work();
  const result = announced('dev-tools', put, screen, run);
  expect(puts).toBe(1);
  await minutes(3);
  expect(puts).toBe(4);
  end();
  expect(await result).toBe('done');
  await minutes(3);
  expect(puts).toBe(4);
  expect(jest.getTimerCount()).toBe(0);
});

test('what the work throws is thrown, and nothing is put afterwards', async () => {
  let puts = 0;
  const { run, end } = work();
  const result = announced('dev-tools', () => Promise.resolve(void (puts += 1)), screen, run);
  end(new Error('Terraform failed'));
  await expect(result).rejects.toThrow('Terraform failed');
  await minutes(3);
  expect(puts).toBe(1);
});

test('that it cannot be put is said once', async () => {
  const { run, end } = work();
  const result = announced('dev-tools', () => Promise.reject(new Error('no right\nat all')), screen, run);
  await minutes(3);
  end();
  expect(await result).toBe('done');
  expect(said).toEqual(['dev-tools: its alarms do not know of this deploy, and may page: no right']);
});

test('an answer that does not come keeps nobody waiting', async () => {
  expect(
    await announced(
      'dev-tools',
      () => new Promise(() => undefined),
      screen,
      () => Promise.resolve(1),
    ),
  ).toBe(1);
});
