import type { DeploymentChange, EnvironmentChange } from './fixtures';
import { environment, errors } from './fixtures';

const at = (region: string, change: EnvironmentChange = {}, tools: DeploymentChange = {}) =>
  errors(environment({ aws: { account: '111122223333', region }, ...change }, tools));
const tasks: DeploymentChange = { target: 'fargate', plainHttp: true };

test('China has no interface endpoints', () => {
  expect(at('cn-north-1', { network: { endpoints: 'interface' } }, tasks)).toEqual([
    'invalid-value network.endpoints',
  ]);
  expect(at('cn-north-1', { network: { endpoints: 'gateway' } }, tasks)).toEqual([]);
  expect(at('eu-west-1', { network: { endpoints: 'interface' } }, tasks)).toEqual([]);
});

test('GovCloud has no public hosted zones', () => {
  const domain = { zone: 'example.com' };
  const host = 'mcp.example.com';
  expect(at('us-gov-west-1', { domain }, { host })).toEqual(['invalid-value domain']);
  expect(at('us-gov-west-1', { domain })).toEqual(['invalid-value domain']);
  expect(at('us-west-1', { domain }, { host })).toEqual([]);
});

test('ARNs are of the partition of the environment; of another Region it is said once', () => {
  const roles = ['arn:aws:iam::111122223333:role/a', 'arn:aws-cn:iam::111122223333:role/b'];
  const secrets = { onlyServers: true, alsoReadBy: roles };
  expect(at('cn-north-1', { secrets })).toEqual(['invalid-value secrets.alsoReadBy.0']);
  expect(at('us-east-1', { secrets })).toEqual(['invalid-value secrets.alsoReadBy.1']);
  const topicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
  expect(at('cn-north-1', { alarms: { topicArn } })).toEqual(['invalid-value alarms.topicArn']);
});

test('the key of the states is in the Region of their bucket', () => {
  const state = (region: string) => ({
    s3: { bucket: 'acme', region, kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1' },
  });
  expect(at('eu-west-1', { state: state('us-east-1') })).toEqual([]);
  expect(at('us-east-1', { state: state('eu-west-1') })).toEqual(['invalid-value state.s3.kmsKeyArn']);
});
