import { shortHash } from '@mcp-fleet/core';
import type { Instance, PlanContext } from './context';
import type { AlarmsPlan, DashboardPlan } from './model/fleet-plan';
import { names } from './model/names';

/** Who is told of alarms; undefined where nobody asked for any. Reports what cannot be told. */
export function planAlarms(context: PlanContext): AlarmsPlan | undefined {
  const { name, alarms } = context.environment;
  if (alarms === undefined) return undefined;
  const { email = [], topicArn } = alarms;
  checkTopic(context, topicArn);
  email.forEach((address, i) => {
    if (email.indexOf(address) === i) return;
    context.report({
      code: 'invalid-value',
      path: `alarms.email.${i}`,
      value: address,
      rule: 'an address is told once',
      fix: 'remove it here',
    });
  });
  if (topicArn !== undefined) return { topic: { kind: 'given', arn: topicArn } };
  return {
    topic: {
      kind: 'own',
      name: names.alarmTopic(name),
      emails: Object.fromEntries(email.map((address) => [emailKey(address), address])),
    },
  };
}

/** A topic and the alarms that tell it are in one Region. */
function checkTopic(context: PlanContext, topicArn: string | undefined): void {
  if (topicArn === undefined) return;
  const region = topicArn.split(':')[3];
  if (region !== context.aws.region) {
    context.report({
      code: 'invalid-value',
      path: 'alarms.topicArn',
      value: topicArn,
      rule: `alarms tell topics of their own Region, here ${context.aws.region} [API:cloudwatch.PutMetricAlarm]`,
      fix: 'give a topic of that Region, or addresses: email',
    });
  }
  if (context.environment.alarms?.email !== undefined) {
    context.report({
      code: 'invalid-value',
      path: 'alarms.email',
      rule: 'who reads a topic that exists is the affair of its owner',
      fix: 'remove email or topicArn',
    });
  }
}

/** In Terraform addresses: what stays the same for an address whatever others are added. */
function emailKey(address: string): string {
  const words = address.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return `${words}-${shortHash(address, 6)}`;
}

/** From when on something is wrong with an instance: its own thresholds over the environment's. */
export function thresholdsOf({ environment: { alarms } }: PlanContext, { input }: Instance) {
  const all = Object.entries({ ...alarms?.thresholds, ...defined(input.alarms) });
  const thresholds = Object.fromEntries(all.filter(([, value]) => value !== undefined)) as Readonly<
    Record<string, number>
  >;
  return Object.keys(thresholds).length > 0 ? { thresholds } : {};
}

function defined(values: object = {}): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The dashboard; undefined where the environment has none. */
export function planDashboard({ environment }: PlanContext): DashboardPlan | undefined {
  const { name, observability, deployments } = environment;
  if (observability?.dashboard === false || Object.keys(deployments).length === 0) return undefined;
  return { stack: names.dashboardStack(name), name: names.dashboard(name) };
}
