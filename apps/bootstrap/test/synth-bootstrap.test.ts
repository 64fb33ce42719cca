import type { FleetPlan } from '@mcp-fleet/plan';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthBootstrap } from '../src';

const plan: FleetPlan = {
  environment: 'staging',
  protected: false,
  aws: { account: '111122223333', region: 'eu-west-1', partition: 'aws' },
  state: { kind: 's3', bucket: 'acme-terraform-state', region: 'us-east-1', prefix: 'mcp-fleet' },
  tags: {},
  foundation: { stack: 'staging-foundation', repositories: {}, secrets: {} },
  deployments: {},
  retired: [],
  acknowledged: [],
  warnings: [],
  maskLogs: true,
};

const outdir = mkdtempSync(join(tmpdir(), 'mcp-fleet-bootstrap-'));
afterAll(() => rmSync(outdir, { recursive: true }));

function synth(localState?: string) {
  synthBootstrap({ plan, outdir, ...(localState ? { localState } : {}) });
  return JSON.parse(readFileSync(join(outdir, 'stacks/bootstrap/cdk.tf.json'), 'utf8')) as {
    terraform: { backend: unknown };
    provider: { aws: unknown[] };
    resource: Record<string, Record<string, { bucket: string }>>;
  };
}

test('the bucket is made in its own Region, in the account of the environment', () => {
  const json = synth('/states/bootstrap.tfstate');
  expect(json.provider.aws).toEqual([
    expect.objectContaining({ region: 'us-east-1', allowed_account_ids: ['111122223333'] }),
  ]);
  const [bucket] = Object.values(json.resource['aws_s3_bucket'] ?? {});
  expect(bucket?.bucket).toBe('acme-terraform-state');
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

test('an environment with local state has nothing to bootstrap', () => {
  const local: FleetPlan = { ...plan, state: { kind: 'local' } };
  const nowhere = join(outdir, 'nowhere');
  expect(() => synthBootstrap({ plan: local, outdir: nowhere })).toThrow('it needs no bucket');
  expect(existsSync(nowhere)).toBe(false);
});
