import { readPlace } from '../environment-file.cjs';
import { environmentTargets } from '../targets.cjs';

const file = (...targets: string[]) => {
  const deployments = targets.map((target, i) => `d${i}: { target: ${target}, servers: {} }`).join(', ');
  return `export default defineEnvironment({ name: 'x', deployments: { ${deployments} } });`;
};

test.each([
  ['docker alone', file("'docker'", "'docker'"), 'laptop'],
  ['lambda', file("'lambda'"), 'aws'],
  ['nothing yet', file(), 'aws'],
  ['both, which the plan refuses', file("'docker'", "'lambda'"), 'unknown'],
  ['what is not written out', file('where'), 'unknown'],
  ['a syntax error', 'export default {', 'unknown'],
])('%s', (_, source, place) => {
  expect(readPlace(source)).toBe(place);
});

const targets = (place?: 'aws' | 'laptop' | 'unknown') =>
  environmentTargets({ name: 'x', servers: [], related: [], ...(place ? { place } : {}) });

test('a laptop has commands for its containers, and none for an account', () => {
  const laptop = targets('laptop');
  expect(Object.keys(laptop)).toEqual(
    expect.arrayContaining(['synth', 'plan', 'deploy', 'outputs', 'ops', 'up', 'down']),
  );
  expect(laptop).not.toHaveProperty('push');
  expect(laptop).not.toHaveProperty('bootstrap');
  expect(laptop.up?.command).toBe('mcp-fleet local up x');
});

test('AWS has no commands for containers; where nobody knows, there are both', () => {
  expect(targets()).not.toHaveProperty('up');
  expect(targets('unknown')).toHaveProperty('up');
  expect(targets('unknown')).toHaveProperty('push');
});

test('the synthesis of a laptop is not taken from the cache of another processor', () => {
  expect(targets('laptop').synth.inputs).toContainEqual({ runtime: 'node -p process.arch' });
  expect(targets('aws').synth.inputs).not.toContainEqual({ runtime: 'node -p process.arch' });
});
