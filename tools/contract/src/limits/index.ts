import type { limits } from '@mcp-fleet/core';
import type { HeldLimit } from './case';
import { cloudwatch } from './cases-cloudwatch';
import { logs } from './cases-logs';
import { docker } from './cases-docker';
import { s3, vpc } from './cases-foundation';
import { events } from './cases-events';
import { kms, secrets } from './cases-secrets';
import { ecr, iam } from './cases-registry';
import { ecs } from './cases-ecs';
import { httpApi, restApi } from './cases-api';
import { lambda } from './cases-lambda';
import { loadBalancer } from './cases-load-balancer';
import { route53 } from './cases-route53';

/** Every limit with how it is held. A limit of libs/core without an entry does not compile, and fails the test. */
export const held: Readonly<Record<keyof typeof limits, Readonly<Record<string, HeldLimit>>>> = {
  cloudwatch,
  docker,
  ecr,
  ecs,
  events,
  httpApi,
  iam,
  kms,
  lambda,
  loadBalancer,
  logs,
  restApi,
  route53,
  s3,
  secrets,
  vpc,
};

/** Who checks a limit: the plan, modules, or a module by what it writes. */
export function checkers({ cases = [], fixed }: HeldLimit): string[] {
  const all = [...cases.map(({ by }) => by), ...(fixed ? [`${fixed.by} (writes it itself)`] : [])];
  return [...new Set(all)];
}
