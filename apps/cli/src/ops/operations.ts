import { FleetError, didYouMean, list } from '@mcp-fleet/core';
import type { FleetPlan } from '@mcp-fleet/plan';
import { fleetAtAws } from './fleet-at-aws';
import { laptopOperations } from './laptop';
import type { Operation, Topic } from './operation';
import { TOPICS } from './operation';
import { alarms } from './topics/alarms';
import { calls } from './topics/calls';
import { check } from './topics/check';
import { hosts } from './topics/hosts';
import { images } from './topics/images';
import { logs } from './topics/logs';
import { open } from './topics/open';
import { restart, rollback } from './topics/restart';
import { secrets, tokens } from './topics/secrets';
import { shell, status, stopped } from './topics/status';

/** What is wanted of all that there is. */
export interface Narrowed {
  readonly instances?: readonly string[];
  readonly topics?: readonly Topic[];
}

/** Everything that an operator does with an environment: pure, in the order of {@link TOPICS}. */
export function operationsOf(plan: FleetPlan): Operation[] {
  if (!plan.aws) return laptopOperations(plan);
  const fleet = fleetAtAws(plan);
  const topics = [
    logs,
    calls,
    status,
    hosts,
    stopped,
    shell,
    restart,
    rollback,
    images,
    secrets,
    tokens,
    alarms,
    open,
    check,
  ];
  return topics.flatMap((topic) => topic(fleet));
}

/**
 * What is about one of the instances, and about one of the topics. What is about the whole environment is about each of
 * its instances.
 *
 * @throws FleetError with code `unknown-server` for an instance that the environment does not have.
 */
export function narrow(plan: FleetPlan, operations: readonly Operation[], wanted: Narrowed): Operation[] {
  const { instances = [], topics = [] } = wanted;
  const known = Object.values(plan.deployments).flatMap((deployment) => Object.keys(deployment.instances));
  const unknown = instances.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new FleetError({
      code: 'unknown-server',
      path: plan.environment,
      value: unknown,
      rule: `the instances of this environment are: ${list(known)}`,
      fix: didYouMean(unknown, known),
    });
  }
  return operations.filter(
    ({ topic, instances: about }) =>
      (topics.length === 0 || topics.includes(topic)) &&
      (instances.length === 0 || about === undefined || about.some((name) => instances.includes(name))),
  );
}

export function isTopic(text: string): text is Topic {
  return Object.hasOwn(TOPICS, text);
}
