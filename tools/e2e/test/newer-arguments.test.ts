import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkNewer, newerArguments, removalScript } from '../src/newer-arguments';

const jwt = {
  stack: 'dev-tools',
  type: 'aws_lb_listener_rule',
  argument: 'action.*.jwt_validation',
  reason: 'r',
};
const mode = { stack: 'dev-tools', type: 'aws_x', argument: 'response_transfer_mode', reason: 'r' };
const json = () => ({
  terraform: {},
  resource: {
    aws_lb_listener_rule: {
      a: { action: [{ type: 'x', jwt_validation: { issuer: 'i' } }, { type: 'forward' }] },
      b: { action: [{ type: 'forward' }] },
    },
    aws_x: { c: { response_transfer_mode: 'STREAM', kept: true } },
  },
});

test('what is listed for a stack is taken out of its file, and nothing else', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-newer-'));
  try {
    const [file, list] = [join(folder, 'cdk.tf.json'), join(folder, 'list.json')];
    writeFileSync(file, JSON.stringify(json()));
    writeFileSync(list, JSON.stringify([jwt, mode, { ...mode, stack: 'dev-other', argument: 'kept' }]));
    const { status } = spawnSync(process.execPath, [removalScript, file, 'dev-tools', list]);
    expect(status).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      terraform: {},
      resource: {
        aws_lb_listener_rule: {
          a: { action: [{ type: 'x' }, { type: 'forward' }] },
          b: { action: [{ type: 'forward' }] },
        },
        aws_x: { c: { kept: true } },
      },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an entry that finds nothing in its stack is an error; the JSON that is looked at stays', () => {
  const given = json();
  expect(() => checkNewer(given, 'dev-tools', [jwt, mode])).not.toThrow();
  expect(given).toEqual(json());
  expect(() => checkNewer(given, 'dev-tools', [jwt, { ...mode, argument: 'gone' }])).toThrow(
    'names what dev-tools does not have: aws_x.gone',
  );
  expect(() => checkNewer(given, 'dev-other', [jwt])).not.toThrow();
});

test('each entry of the list says why', () => {
  for (const { reason } of newerArguments) expect(reason.length).toBeGreaterThan(20);
});
