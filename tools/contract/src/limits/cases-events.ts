import { ServiceRefresh, type ServiceRefreshProps } from '@mcp-fleet/secrets';
import { settings } from '@mcp-fleet/testing/fleet';
import {
  at,
  countOf,
  environment,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
} from './case';
import { account, region } from './fixtures';

const RULE = 'aws_cloudwatch_event_rule';
const cluster = {
  clusterName: 'dev-tools',
  clusterArn: `arn:aws:ecs:${region}:${account}:cluster/dev-tools`,
};
const secretOf = (length: number) =>
  letters(length, `arn:aws:secretsmanager:${region}:${account}:secret:`, '-a1B2c3');
const LENGTH = 100;

const refresh = (change: Partial<ServiceRefreshProps>): Resources =>
  made(
    (stack) =>
      new ServiceRefresh(stack, 'refresh', {
        name: 'refresh',
        cluster,
        services: { notes: { serviceName: 'notes', secrets: [{ secretArn: secretOf(LENGTH) }] } },
        account,
        region,
        ...change,
      }),
  );
const ofSecrets = (lengths: readonly number[]): Resources =>
  refresh({
    services: {
      // Secrets of one length differ in their ends, or they would be one.
      notes: {
        serviceName: 'notes',
        secrets: lengths.map((length, i) => ({
          secretArn: secretOf(length).replace(/a1B2c3$/, `a1B2${10 + i}`),
        })),
      },
    },
  });
const patterns = (all: Resources) => values(all, RULE, 'event_pattern').map((it) => String(it).length);

/** Services that follow their secrets, fifty a deployment, which is what a load balancer takes. */
const following = (count: number, quotas: Record<string, number> = {}): Resources =>
  environment({
    quotas,
    secrets: { refresh: true },
    deployments: {
      tools: undefined,
      ...record(Math.ceil(count / FIFTY), (deployment, i) => ({
        target: 'fargate',
        topology: 'per-server',
        plainHttp: true,
        servers: record(
          Math.min(FIFTY, count - i * FIFTY),
          () => ({ server: 'notes', settings }),
          `${deployment}-n`,
        ),
      })),
    },
  });
const FIFTY = 50;

export const events: ServiceCases<'events'> = {
  rules: {
    cases: [
      {
        by: 'plan',
        make: (count: number) => following(count),
        shows: countOf(RULE, 'name'),
        raised: (count: number, eventBridgeRules: number) => following(count, { eventBridgeRules }),
      },
    ],
  },
  ruleName: {
    cases: [
      {
        by: 'secrets',
        make: (key: string) =>
          refresh({
            services: { [key]: { serviceName: 'notes', secrets: [{ secretArn: secretOf(LENGTH) }] } },
          }),
        shows: (all: Resources, key: string) =>
          values(all, RULE, 'name').some((it) => /^refresh-.{1,56}$/.test(String(it))) && key.length > 0,
        ofSize: letters,
        text: true,
        pattern: { good: 'notes.1_a-b', bad: 'no tes' },
        says: 'letters, digits, periods, hyphens and underscores [API:eventbridge.RuleName]',
      },
    ],
  },
  eventPatternCharacters: {
    cases: [
      {
        by: 'secrets',
        make: (characters: number) => ofSecrets(lengthsFor(characters)),
        shows: (all: Resources, characters: number) => patterns(all).includes(characters),
        text: true,
      },
    ],
  },
  stateMachineName: {
    cases: [
      {
        by: 'secrets',
        make: (name: string) => refresh({ name }),
        shows: at('aws_sfn_state_machine', 'name'),
        ofSize: letters,
        text: true,
        bounds: ['min', 'pattern'],
        pattern: { good: 'dev_tools-1', bad: 'dev.tools' },
      },
    ],
    outOfReach: { max: 'its rules are named after it, and their names are shorter' },
  },
};

/** Lengths of secrets whose pattern has so many characters: all of one but the last. */
function lengthsFor(characters: number): number[] {
  const own = (patterns(ofSecrets([LENGTH]))[0] ?? 0) - LENGTH;
  const each = LENGTH + '","'.length;
  const others = Math.floor((characters - own - LENGTH) / each);
  return [...Array.from({ length: others }, () => LENGTH), characters - own - others * each];
}
