import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthStateBucket } from '../src';
import { plan, stackJson } from './support';

const outdir = mkdtempSync(join(tmpdir(), 'mcp-fleet-bootstrap-'));
afterAll(() => rmSync(outdir, { recursive: true }));

function synth(localState?: string) {
  synthStateBucket({ plan, outdir, ...(localState ? { localState } : {}) });
  return stackJson(outdir, 'bootstrap');
}

test('the bucket is made in its own Region, in the account of the environment', () => {
  const json = synth('/states/bootstrap.tfstate');
  expect(json.provider.aws).toEqual([
    expect.objectContaining({ region: 'us-east-1', allowed_account_ids: ['111122223333'] }),
  ]);
  const [bucket] = Object.values(json.resource['aws_s3_bucket'] ?? {});
  expect(bucket?.['bucket']).toBe('acme-terraform-state');
  expect(json.terraform.backend).toEqual({ local: { path: '/states/bootstrap.tfstate' } });
});

test('once it is there, it holds its own state too', () => {
  expect(synth().terraform.backend).toEqual({
    s3: {
      bucket: 'acme-terraform-state',
      region: 'us-east-1',
      key: 'mcp-fleet/bootstrap.tfstate',
      encrypt: true,
      use_lockfile: true,
    },
  });
});

test('an environment with local state needs no bucket', () => {
  const nowhere = join(outdir, 'nowhere');
  expect(() => synthStateBucket({ plan: { ...plan, state: { kind: 'local' } }, outdir: nowhere })).toThrow(
    'it needs no bucket',
  );
  expect(existsSync(nowhere)).toBe(false);
});
