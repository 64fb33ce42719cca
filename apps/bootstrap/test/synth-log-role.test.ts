import type { AwsFleetPlan } from '@mcp-fleet/plan';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthLogRole } from '../src';
import { plan, stackJson } from './support';

const outdir = mkdtempSync(join(tmpdir(), 'mcp-fleet-bootstrap-'));
afterAll(() => rmSync(outdir, { recursive: true }));

function synth(change: Partial<AwsFleetPlan> = {}) {
  const changed = { ...plan, ...change };
  synthLogRole({ plan: changed, outdir, localState: '/states/logs.tfstate' });
  return stackJson(outdir, `api-gateway-logs-${changed.aws.region}`);
}

test('the role is set in the Region of the environment, not in that of its states', () => {
  const json = synth();
  expect(json.provider.aws).toEqual([
    expect.objectContaining({ region: 'eu-west-1', allowed_account_ids: ['111122223333'] }),
  ]);
  const [setting] = Object.values(json.resource['aws_api_gateway_account'] ?? {});
  expect(setting).toMatchObject({ lifecycle: { prevent_destroy: true } });
});

test('each Region has a role, a stack and a state of its own: IAM has one role of a name', () => {
  const other = { ...plan.aws, region: 'ap-southeast-2' };
  const role = (json: ReturnType<typeof synth>) =>
    Object.values(json.resource['aws_iam_role'] ?? {})[0]?.['name'];
  const key = (json: ReturnType<typeof synth>) => (json.terraform.backend as { s3: { key: string } }).s3.key;
  const both = [synth(), synth({ aws: other })];
  expect(both.map(role)).toEqual(['api-gateway-logs-eu-west-1', 'api-gateway-logs-ap-southeast-2']);
  expect(both.map(key)).toEqual([
    'mcp-fleet/111122223333/api-gateway-logs-eu-west-1.tfstate',
    'mcp-fleet/111122223333/api-gateway-logs-ap-southeast-2.tfstate',
  ]);
});

test('accounts that share a bucket share no state of it', () => {
  const other = { ...plan.aws, account: '111122223333'.split('').reverse().join('') };
  expect(synth({ aws: other }).terraform.backend).toMatchObject({
    s3: { key: `mcp-fleet/${other.account}/api-gateway-logs-eu-west-1.tfstate` },
  });
});

test('an environment with local state keeps that of the role in a file', () => {
  expect(synth({ state: { kind: 'local' } }).terraform.backend).toEqual({
    local: { path: '/states/logs.tfstate' },
  });
});
