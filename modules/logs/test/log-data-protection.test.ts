import { limits, violation } from '@mcp-fleet/core';
import {
  credentialPatterns,
  LogDataProtection,
  managedIdentifiers,
  type LogDataProtectionProps,
} from '@mcp-fleet/logs';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

interface Policy {
  readonly Statement: readonly { readonly DataIdentifier: readonly string[]; readonly Operation: object }[];
  readonly Configuration: { readonly CustomDataIdentifier: readonly object[] };
}

const group = (logGroupName: string) => ({ logGroupName, logGroupArn: `arn:of:${logGroupName}` });
const TYPE = 'aws_cloudwatch_log_data_protection_policy';

function jsonOf(props: Partial<LogDataProtectionProps> = {}) {
  const stack = testStack();
  new LogDataProtection(stack, 'masking', { logGroups: { tools: group('/aws/lambda/dev-tools') }, ...props });
  return synthesised(stack);
}
const policyIn = ({ policy_document: document }: Record<string, unknown>) =>
  JSON.parse(String(document)) as Policy;

describe('minimal props', () => {
  const resource = onlyResource(synthesised(new MinimalStack(Testing.app(), 'test')), TYPE);
  const policy = policyIn(resource);

  test('what is found is also masked: both statements name the same', () => {
    const [audit, mask] = policy.Statement;
    expect(audit?.Operation).toEqual({ Audit: { FindingsDestination: {} } });
    expect(mask?.Operation).toEqual({ Deidentify: { MaskConfig: {} } });
    expect(audit?.DataIdentifier).toEqual(mask?.DataIdentifier);
    expect(audit?.DataIdentifier).toEqual([
      'arn:aws:dataprotection::aws:data-identifier/AwsSecretKey',
      'arn:aws:dataprotection::aws:data-identifier/OpenSshPrivateKey',
      'arn:aws:dataprotection::aws:data-identifier/PgpPrivateKey',
      'arn:aws:dataprotection::aws:data-identifier/PkcsPrivateKey',
      'arn:aws:dataprotection::aws:data-identifier/PuttyPrivateKey',
      ...Object.keys(credentialPatterns),
    ]);
    expect(policy.Configuration.CustomDataIdentifier).toContainEqual({
      Name: 'GitLabToken',
      Regex: 'glpat-[A-Za-z0-9_-]{20,}',
    });
  });

  test('the log group exists before', () => {
    expect(resource.log_group_name).toMatch(/^\$\{aws_cloudwatch_log_group\.\w+\.name\}$/);
  });
});

test('all props: a policy for each log group, findings, another partition', () => {
  const json = synthesised(new CompleteStack(Testing.app(), 'test'));
  const resources = Object.values(resourcesOf(json, TYPE));
  expect(resources).toHaveLength(2);
  for (const resource of resources) {
    const policy = policyIn(resource);
    expect(policy.Statement[0]?.DataIdentifier.slice(0, 2)).toEqual([
      'arn:aws:dataprotection::aws:data-identifier/AwsSecretKey',
      'arn:aws:dataprotection::aws:data-identifier/PkcsPrivateKey',
    ]);
    expect(JSON.stringify(policy)).toMatch(
      /"FindingsDestination":\{"CloudWatchLogs":\{"LogGroup":"\$\{aws_cloudwatch_log_group\.findings\.name\}"/,
    );
    expect(policy.Configuration.CustomDataIdentifier.at(-1)).toEqual({
      Name: 'EmployeeId',
      Regex: 'EMP-[0-9]{6}',
    });
  }
  const china = policyIn(onlyResource(jsonOf({ partition: 'aws-cn' }), TYPE));
  expect(china.Statement[0]?.DataIdentifier[0]).toBe(
    'arn:aws-cn:dataprotection::aws:data-identifier/AwsSecretKey',
  );
});

/** Made up, and put together here so that nothing takes them for real. */
const samples: Readonly<Record<string, string>> = {
  BearerToken: `authorization: Bearer ${'abcd.EFGH-1234_'.repeat(2)}==`,
  JsonWebToken: ['eyJhbGciOiJub25lIn0', 'eyJzdWIiOiJub2JvZHkifQ', 'c2lnbmF0dXJl'].join('.'),
  AwsAccessKeyId: `AK${'IA'}${'EXAMPLE0'.repeat(2)}`,
  GitLabToken: `gl${'pat'}-${'a1B2_'.repeat(4)}`,
  GitHubToken: `gh${'p'}_${'aB1'.repeat(12)}`,
  GitHubFineGrainedToken: `github_${'pat'}_${'aB1_'.repeat(20)}`,
  SlackToken: `xo${'xb'}-${'123-'.repeat(4)}abcDEF`,
  DynatraceToken: ['dt0c01', 'A1'.repeat(12), 'B2'.repeat(32)].join('.'),
  AtlassianToken: `ATATT3${'xY0_'.repeat(15)}`,
};

test.each(Object.entries(credentialPatterns))(
  '%s finds what it is for, and no line of ours',
  (name, regex) => {
    const found = new RegExp(regex);
    expect(samples[name]).toMatch(found);
    for (const line of [
      '{"time":"2026-11-25T00:00:00.000Z","level":"info","server":"gitlab","message":"server is ready","milliseconds":12}',
      '{"kind":"access","Instance":"gitlab","requestId":"0f8fad5b-d9cb-469f-a165-70867728950e","status":200,"Latency":1.5}',
      'Bearer of news',
    ]) {
      expect(line).not.toMatch(found);
    }
    expect(violation(limits.logs.customDataIdentifierRegex, regex)).toBeUndefined();
  },
);

test('bad props, all at once', () => {
  const patterns = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`P${i}`, 'x']));
  const message = thrownMessage(() =>
    jsonOf({
      logGroups: { tools: group('a b') },
      patterns: {
        ...patterns,
        'a b': 'x',
        Group: '(a|b)',
        Long: 'x'.repeat(201),
        Open: '[a',
        PgpPrivateKey: 'x',
      },
    }),
  );
  expect(message.split('\n').filter((line) => line.startsWith('test/'))).toEqual([
    'test/masking: patterns',
    'test/masking: logGroups.tools',
    'test/masking: patterns.a b',
    'test/masking: patterns.Group',
    'test/masking: patterns.Long',
    'test/masking: patterns.Open',
    'test/masking: patterns.PgpPrivateKey',
  ]);
  expect(thrownMessage(() => jsonOf({ managed: [], patterns: {} }))).toBe(`test/masking: managed
  got   []
  rule  a policy names at least one thing that it masks
  fix   leave managed or patterns out for the defaults
  code  invalid-props`);
});

test('no name is one of those that CloudWatch has', () => {
  for (const name of managedIdentifiers) expect(credentialPatterns).not.toHaveProperty(name);
});

test('addresses are contract: a new log group moves no other', () => {
  const tools = 'aws_cloudwatch_log_data_protection_policy.masking_tools_24BA593A';
  expect(addresses(jsonOf())).toEqual([tools]);
  const more = addresses(jsonOf({ logGroups: { a: group('/a'), tools: group('/tools') } }));
  expect(more).toContain(tools);
});
