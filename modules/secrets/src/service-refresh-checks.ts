import { isUnresolved, limits, PropChecks, snsTopicArn } from '@mcp-fleet/core';
import type { ServiceRefreshProps } from './service-refresh';
import { changedSecret, updatePolicy } from './service-refresh-documents';

/** Longest name of a refresh: its rules append a hyphen and their key, or eight characters for a long one. */
const LONGEST_NAME = limits.events.ruleName.max - '-12345678'.length;
/** A whole secret: EventBridge compares texts, so that a name without its last six characters never fits. */
const SECRET = /^arn:[\w-]+:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

/**
 * Checks the props of a refresh.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkServiceRefresh(path: string, props: ServiceRefreshProps): void {
  const { name, services } = props;
  const checks = new PropChecks(path)
    .within('name', limits.events.stateMachineName, name)
    .must(isUnresolved(name) || name.length <= LONGEST_NAME, {
      prop: 'name',
      value: name,
      rule: `the rules of a refresh are named after it, with nine characters behind: ${limits.events.ruleName.max} together [${limits.events.ruleName.source}]`,
      fix: `use at most ${LONGEST_NAME} characters`,
    })
    .within('account', limits.iam.accountId, props.account)
    .within('region', limits.iam.region, props.region)
    .must(Object.keys(services).length > 0, {
      prop: 'services',
      value: services,
      rule: 'a refresh is of at least one service',
      fix: 'name one, or leave the refresh out',
    });
  for (const key of Object.keys(services)) checkService(checks, key, props);
  checkWhole(checks, props);
  checks.done();
}

function checkService(checks: PropChecks, key: string, { services }: ServiceRefreshProps): void {
  const prop = `services.${key}`;
  const { serviceName, secrets } = services[key] ?? { serviceName: '', secrets: [] };
  checks
    .within(prop, { ...limits.events.ruleName, what: 'the key of a service, which names its rule' }, key)
    .within(`${prop}.serviceName`, limits.ecs.name, serviceName)
    .must(secrets.length > 0, {
      prop: `${prop}.secrets`,
      value: secrets,
      rule: 'a service without secrets is never refreshed',
      fix: 'name what its tasks read, or leave the service out',
    });
  secrets.forEach(({ secretArn }, i) =>
    checks.must(isUnresolved(secretArn) || SECRET.test(secretArn), {
      prop: `${prop}.secrets[${i}]`,
      value: secretArn,
      rule: 'EventBridge compares whole ARNs of secrets, with their last six characters [docs:eventbridge/eb-manage-iam-access]',
      fix: 'give the ARN that AWS made',
    }),
  );
  checks.within(
    `${prop}.secrets`,
    limits.events.eventPatternCharacters,
    changedSecret(secrets),
    'put fewer servers into one task',
  );
}

function checkWhole(checks: PropChecks, { services, noticeTopicArns = [] }: ServiceRefreshProps): void {
  const names = Object.values(services).map(({ serviceName }) => serviceName);
  // The longest Region and partition, so that a move breaks nothing.
  const before = 'arn:aws-us-gov:ecs:ap-southeast-2:111122223333:service/';
  checks.within(
    'services',
    limits.iam.inlinePolicyCharacters,
    updatePolicy({ stateMachine: '', rules: '', services: before }, names),
    'make a refresh for some of them and another for the rest',
  );
  noticeTopicArns.forEach((arn, i) =>
    checks.must(isUnresolved(arn) || snsTopicArn.test(arn), {
      prop: `noticeTopicArns[${i}]`,
      value: arn,
      rule: 'alarms tell standard SNS topics, by their ARN',
      fix: 'write it like arn:aws:sns:us-east-1:111122223333:mcp-alerts',
    }),
  );
}
