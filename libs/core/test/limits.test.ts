import type { Limit } from '../src';
import { eventBusRules, limits, raisableQuotas, ruleOf, violation, withQuotas } from '../src';

const all = Object.entries(limits).flatMap(([service, byName]) =>
  Object.entries(byName).map(([name, limit]): [string, Limit] => [`${service}.${name}`, limit]),
);

test.each(all)('%s names its source and has a bound', (_, limit) => {
  expect(limit.source).toMatch(/^(API|docs):.+/);
  const bounds = [limit.min, limit.max, limit.pattern, limit.values].filter((bound) => bound !== undefined);
  expect(bounds.length).toBeGreaterThan(0);
  expect(limit.pattern === undefined).toBe(limit.patternText === undefined);
});

test.each<[keyof typeof limits, string, string | number, boolean]>([
  ['lambda', 'functionName', 'dev-tools', true],
  ['lambda', 'functionName', 'a'.repeat(65), false],
  ['lambda', 'functionName', 'dev.tools', false],
  ['lambda', 'timeoutSeconds', 900, true],
  ['lambda', 'timeoutSeconds', 901, false],
  ['lambda', 'memoryMiB', 127, false],
  ['lambda', 'memoryMiB', Number.NaN, false],
  ['lambda', 'aliasName', '12', false],
  ['lambda', 'aliasName', 'live', true],
  ['httpApi', 'integrationTimeoutMilliseconds', 30_001, false],
  ['httpApi', 'accessLogFormat', '{"id":"$context.requestId"}', true],
  ['httpApi', 'accessLogFormat', '{"id":"$context.routeKey"}', false],
  ['ecr', 'repositoryName', 'mcp-servers/dev/gitlab', true],
  ['ecr', 'repositoryName', 'Mcp-servers/dev', false],
  ['ecr', 'repositoryName', 'a', false],
  ['ecr', 'imageDigest', `sha256:${'0'.repeat(64)}`, true],
  ['logs', 'retentionDays', 30, true],
  ['logs', 'retentionDays', 31, false],
  ['secrets', 'recoveryWindowDays', 0, true],
  ['secrets', 'recoveryWindowDays', 6, false],
  ['secrets', 'recoveryWindowDays', 30, true],
  ['secrets', 'secretNameEnding', 'mcp/dev/gitlab', true],
  ['secrets', 'secretNameEnding', 'mcp/dev/gitlab-europe', false],
  ['secrets', 'ssmParameterName', '/mcp/dev/url', true],
  ['secrets', 'ssmParameterName', 'mcp/dev/url', false],
])('%s.%s of %p is allowed: %p', (service, name, value, allowed) => {
  const limit = (limits[service] as Record<string, Limit>)[name] as Limit;
  expect(violation(limit, value) === undefined).toBe(allowed);
});

test('a rule is a sentence with figures, unit and source', () => {
  expect(ruleOf(limits.lambda.memoryMiB)).toBe(
    'the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]',
  );
  expect(violation(limits.lambda.aliasName, '1')).toBe(
    'a Lambda alias name is 1 to 128 characters, letters, digits, hyphens and underscores, not digits alone [API:lambda.Alias]',
  );
});

test('a granted quota takes the place of the default; other limits stay', () => {
  expect(withQuotas(limits.httpApi.routes, { httpApiRoutes: 600 }).max).toBe(600);
  expect(withQuotas(limits.httpApi.routes, {}).max).toBe(300);
  expect(withQuotas(limits.lambda.memoryMiB, { httpApiRoutes: 600 })).toBe(limits.lambda.memoryMiB);
  expect(raisableQuotas.get('httpApiRoutes')).toBe(limits.httpApi.routes);
});

test('an event bus has fewer rules in some Regions, until more are granted', () => {
  expect(eventBusRules('us-east-1')).toBe(limits.events.rules);
  expect(ruleOf(eventBusRules('eu-south-1'))).toBe(
    'the number of rules of an event bus in eu-south-1 is at most 100 [docs:eventbridge/eb-quota]',
  );
  expect(withQuotas(eventBusRules('eu-south-1'), { eventBridgeRules: 300 }).max).toBe(300);
});
