import { LogDataProtection, SavedQueries } from '@mcp-fleet/logs';
import { at, countOf, letters, made, record, values, type Resources, type ServiceCases } from './case';
import { container, fargateServer, httpApi, lambdaServer } from './fixtures';

const POLICY = 'aws_cloudwatch_log_data_protection_policy';
const QUERY = 'aws_cloudwatch_query_definition';
const group = (logGroupName: string) => ({
  logGroupName,
  logGroupArn: `arn:aws:logs:us-east-1:111122223333:log-group:${logGroupName}`,
});
const masked = (patterns: Readonly<Record<string, string>>): Resources =>
  made(
    (stack) =>
      new LogDataProtection(stack, 'masking', {
        logGroups: { tools: group('/aws/lambda/dev-tools') },
        patterns,
      }),
  );
const asked = (query: { readonly name: string; readonly query: string }, groups = 1): Resources =>
  made(
    (stack) =>
      new SavedQueries(stack, 'queries', {
        folder: 'dev',
        logGroups: record(groups, (key) => group(`/aws/lambda/${key}`)),
        queries: { errors: query },
      }),
  );
const groupNames = (all: Resources) => values(all, 'aws_cloudwatch_log_group', 'name');

export const logs: ServiceCases<'logs'> = {
  logGroupName: {
    cases: [
      {
        by: 'fargate-alb',
        make: (logGroupName: string) =>
          fargateServer({ containers: { gitlab: container({ logGroupName }) } }),
        shows: (all: Resources, name: string) => groupNames(all).includes(name),
        ofSize: letters,
        text: true,
        pattern: { good: '/ecs/dev_1.b#2', bad: '/ecs/dev:tools' },
      },
      {
        by: 'lambda-http-api',
        make: (name: string) => httpApi({ name }),
        shows: (all: Resources, name: string) =>
          groupNames(all).some((it) => String(it).endsWith(`/${name}`)),
        bounds: ['pattern'],
        text: true,
        pattern: { good: 'dev/tools', bad: 'dev tools' },
      },
    ],
  },
  retentionDays: {
    cases: [
      {
        by: 'lambda-http-api',
        make: (logRetentionDays: number) => lambdaServer({ observability: { logRetentionDays } }),
        shows: at('aws_cloudwatch_log_group', 'retention_in_days'),
      },
      {
        by: 'fargate-alb',
        make: (logRetentionDays: number) => fargateServer({ operation: { logRetentionDays } }),
        shows: at('aws_cloudwatch_log_group', 'retention_in_days'),
      },
    ],
  },
  dataProtectionPolicy: {
    fixed: {
      by: 'logs',
      make: () => masked(record(10, () => 'a'.repeat(200), 'p'.repeat(120))),
      values: (all) => values(all, POLICY, 'policy_document'),
      beyond: letters(30_721),
    },
  },
  customDataIdentifiers: {
    cases: [
      {
        by: 'logs',
        make: (count: number) => masked(record(count, () => 'secret')),
        shows: countOf(POLICY, 'policy_document.Configuration.CustomDataIdentifier.Name'),
      },
    ],
  },
  customDataIdentifierName: {
    cases: [
      {
        by: 'logs',
        make: (name: string) => masked({ [name]: 'secret' }),
        shows: at(POLICY, 'policy_document.Configuration.CustomDataIdentifier.Name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'Token_1-b', bad: 'token 1' },
      },
    ],
  },
  customDataIdentifierRegex: {
    cases: [
      {
        by: 'logs',
        make: (regex: string) => masked({ token: regex }),
        shows: at(POLICY, 'policy_document.Configuration.CustomDataIdentifier.Regex'),
        ofSize: letters,
        text: true,
        pattern: { good: '[A-Z]{20}|x=.+', bad: '(secret)' },
      },
    ],
  },
  queryName: {
    cases: [
      {
        by: 'logs',
        make: (name: string) => asked({ name: name.slice('dev/'.length), query: 'fields @message' }),
        shows: at(QUERY, 'name'),
        ofSize: (size) => letters(size, 'dev/'),
        text: true,
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'a name begins with its folder' },
  },
  queryString: {
    cases: [
      {
        by: 'logs',
        make: (query: string) => asked({ name: 'errors', query }),
        shows: at(QUERY, 'query_string'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  queryLogGroups: {
    fixed: {
      by: 'logs',
      make: () => asked({ name: 'errors', query: 'fields @message' }, 120),
      values: (all) =>
        Object.values(all[QUERY] ?? {}).map((it) => (it['log_group_names'] as string[]).length),
      ofSize: (groups) => asked({ name: 'errors', query: 'fields @message' }, groups),
      beyond: 51,
    },
  },
};
