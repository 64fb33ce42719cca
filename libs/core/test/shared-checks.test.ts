import {
  checkServedFunctions,
  kmsKeyArn,
  limits,
  PropChecks,
  serverPaths,
  snsTopicArn,
  uniqueNames,
} from '../src';

/** Report of all that the given checks find; empty if nothing is broken. */
function found(check: (checks: PropChecks) => void): string {
  const checks = new PropChecks('test/door');
  check(checks);
  try {
    checks.done();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('the public paths of an instance', () => {
  expect(serverPaths('gitlab-eu')).toEqual({
    mcp: '/gitlab-eu/mcp',
    health: '/gitlab-eu/health',
    metadata: '/.well-known/oauth-protected-resource/gitlab-eu/mcp',
  });
});

test('the second of two equal names is broken, and a third names the first too', () => {
  const message = found((checks) => {
    const unique = uniqueNames(checks);
    unique('a.name', 'x', 'the name of a service');
    unique('b.name', 'x', 'the name of a service');
    unique('c.name', 'x', 'the name of a service');
    unique('c.group', 'x', 'a log group');
  });
  expect([...message.matchAll(/^test\/door: (\S+)$/gm)].map(([, prop]) => prop)).toEqual([
    'b.name',
    'c.name',
  ]);
  expect(message.match(/the name of a service is used once, and a\.name has this one/g)).toHaveLength(2);
});

test('the functions of an API: each is used, is there, and is throttled within the limits', () => {
  const visited: string[] = [];
  const message = found((checks) =>
    checkServedFunctions(checks, {
      functions: { shared: 1, spare: 2 },
      servers: {
        gitlab: { function: 'shared', throttle: { requestsPerSecond: 0, burst: 1 } },
        jira: { function: 'shard', throttle: { requestsPerSecond: 1_000_000, burst: 0 } },
      },
      throttles: limits.httpApi,
      eachFunction: (prop, value) => visited.push(`${prop} ${value}`),
    }),
  );
  expect([...message.matchAll(/^test\/door: (\S+)$/gm)].map(([, prop]) => prop)).toEqual([
    'servers.gitlab.throttle.requestsPerSecond',
    'servers.jira.function',
    'servers.jira.throttle.burst',
    'functions.spare',
  ]);
  expect(visited).toEqual(['functions.shared 1', 'functions.spare 2']);
});

test.each([
  [kmsKeyArn, 'arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1', true],
  [kmsKeyArn, 'arn:aws:kms:us-east-1:111122223333:alias/mcp', false],
  [snsTopicArn, 'arn:aws:sns:us-east-1:111122223333:mcp-alerts', true],
  [snsTopicArn, 'arn:aws:sns:us-east-1:111122223333:mcp-alerts.fifo', false],
])('%s: %s is %s', (pattern, arn, matches) => {
  expect(pattern.test(arn)).toBe(matches);
});
