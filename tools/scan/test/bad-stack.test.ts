import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { badResources } from '../src/bad-resources';
import { synthBadStack } from '../src/bad-stack';
import { readStacks } from '../src/stacks';

const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-bad-stack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bad stack has the form of ours, and each resource as it is written here', () => {
  const { stack, findings } = synthBadStack(join(folder, 'bad'));
  const [file, ...others] = readStacks(folder);
  expect(others).toEqual([]);
  expect(file).toMatchObject({ stack, file: 'bad/stacks/bad/cdk.tf.json' });
  expect(file?.parts.map(({ type }) => type).sort()).toEqual(Object.keys(findings).sort());

  const json = JSON.parse(readFileSync(join(folder, file?.file as string), 'utf8'));
  expect(json.terraform.required_version).toMatch(/^>= /);
  for (const [type, { config, fails }] of Object.entries(badResources)) {
    expect(json.resource[type][type]).toMatchObject(config);
    expect(fails.length).toBeGreaterThan(0);
  }
});
