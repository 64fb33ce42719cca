import { z } from 'zod';

const percent = (what: string) =>
  z
    .number()
    .gt(0, `${what} is more than 0 and less than 100 per cent`)
    .lt(100, `${what} is more than 0 and less than 100 per cent`)
    .optional();
const count = (what: string, least = 0) =>
  z.int(`${what} is a whole number`).min(least, `${what} is ${least} or more`).optional();

/** From when on something is wrong with an instance. */
export const thresholdsSchema = z.strictObject({
  errorPercent: percent('a share of errors').describe(
    'Requests that may fail in the router: server not reached, or its answer a 5xx. Default: 5.',
  ),
  edgeErrorPercent: percent('a share of errors').describe(
    'Answers of API or load balancer that may be 5xx. Default: 5.',
  ),
  jsonRpcErrorPercent: percent('a share of errors').describe(
    'Requests that may end in a JSON-RPC error, which is HTTP 200. Default: 20.',
  ),
  latencyPercent: percent('a share of the time limit').describe(
    'Time of the slowest 5 % of requests, of the time limit. Default: 80.',
  ),
  saturationPercent: percent('a share of what there is').describe(
    'Use of concurrency, or of CPU and memory. Default: 80.',
  ),
  minimumRequests: count('a number of requests', 1).describe(
    'Requests in a minute below which their errors are no rate. Default: 1.',
  ),
  throttles: count('a number of throttles').describe(
    'Requests in a minute that may be turned away for being too many. Default: 0.',
  ),
  restarts: count('a number of restarts').describe(
    "Restarts of a server's process in 5 minutes that are no trouble yet. Default: 2.",
  ),
  authFailures: count('a number of requests').describe(
    'Requests in 5 minutes that may come without valid access. Default: 20.',
  ),
});

/** Who is told when something is wrong. */
export const alarmsSchema = z.strictObject({
  email: z
    .array(
      z
        .string()
        .regex(/^[^\s@,"<>]+@[^\s@.,"<>]+(\.[^\s@.,"<>]+)+$/, 'an address reads like oncall@example.com')
        .max(254, 'an address has at most 254 characters'),
    )
    .min(1, 'name at least one address, or leave email out')
    .optional()
    .describe('Addresses that are told; AWS asks each to confirm. Default: none.'),
  topicArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'a standard SNS topic is given by its ARN: arn:aws:sns:<Region>:<account>:<name>',
    )
    .optional()
    .describe(
      'An SNS topic that exists and is told instead; one that is encrypted needs a customer key that lets CloudWatch in. Default: a topic of the environment.',
    ),
  thresholds: thresholdsSchema
    .optional()
    .describe('Thresholds of the alarms, where the defaults do not fit.'),
});
