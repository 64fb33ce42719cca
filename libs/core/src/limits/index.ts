import type { Limit } from '../limit';
import { cloudwatch } from './cloudwatch';
import { docker } from './docker';
import { ecr } from './ecr';
import { ecs } from './ecs';
import { events } from './events';
import { httpApi } from './http-api';
import { iam } from './iam';
import { kms } from './kms';
import { lambda } from './lambda';
import { loadBalancer } from './load-balancer';
import { logs } from './logs';
import { restApi } from './rest-api';
import { route53 } from './route53';
import { s3 } from './s3';
import { secrets } from './secrets';
import { vpc } from './vpc';

/** The limits that modules and plan check, by service. Each names its source. */
export const limits = {
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

/** The quotas that AWS raises on request, by their key under `quotas` in an environment file. */
export const raisableQuotas: ReadonlyMap<string, Limit> = new Map(
  Object.values(limits)
    .flatMap((service): Limit[] => Object.values(service))
    .filter((limit) => limit.quota !== undefined)
    .map((limit) => [limit.quota as string, limit]),
);

/** A limit after the increases that an account has been granted. */
export function withQuotas(limit: Limit, granted: Readonly<Record<string, number>>): Limit {
  const raised = limit.quota === undefined ? undefined : granted[limit.quota];
  return raised === undefined ? limit : { ...limit, max: raised };
}
