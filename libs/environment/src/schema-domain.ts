import { limits } from '@mcp-fleet/core';
import { z } from 'zod';
import { ENVIRONMENT_NAME, NAME } from './names';
import { nameRule } from './schema-parts';

/** The domain that hosts of an environment are in. */
export const domainSchema = z.strictObject({
  zone: z
    .string()
    .regex(limits.route53.host.pattern, `a domain is ${limits.route53.host.patternText}: example.com`)
    .max(limits.route53.host.max, `a domain has at most ${limits.route53.host.max} characters`)
    .describe(
      'Domain of a public hosted zone in Route 53, such as example.com: records of hosts are made in it.',
    ),
  create: z
    .boolean()
    .optional()
    .describe(
      'Make the zone; the domain above it then has to name its name servers. Default: false, the zone exists and is looked up.',
    ),
});

/** A front door that has a twin in another Region. */
export const failoverSchema = z.strictObject({
  role: z
    .enum(['primary', 'secondary'])
    .describe("Which of the two answers: 'primary' while it is healthy, 'secondary' otherwise."),
  with: z
    .string()
    .regex(ENVIRONMENT_NAME, 'the other side is named by its environment')
    .describe(
      'Environment of the other side, in another Region of the same account: it has a deployment with the same host, which names this environment.',
    ),
  instance: z
    .string()
    .regex(NAME, nameRule('an instance name'))
    .optional()
    .describe(
      'The instance whose health decides, asked at https://<environment>.<host>/<instance>/health, or http:// with plainHttp. A load balancer that is internal or has clients is not asked: there an alarm decides, once none of its tasks is healthy. Default: the only one there is.',
    ),
});
