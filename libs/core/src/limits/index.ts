import type { Limit } from '../limit';
import { ecr } from './ecr';
import { httpApi } from './http-api';
import { iam } from './iam';
import { lambda } from './lambda';
import { logs } from './logs';
import { s3 } from './s3';
import { secrets } from './secrets';

/** The AWS limits that modules and plan check, by service. Each names its source. */
export const limits = { ecr, httpApi, iam, lambda, logs, s3, secrets };

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
