import type { Limit } from '../limit';

/** Amazon CloudWatch Logs. */
export const logs = {
  logGroupName: {
    what: 'a log group name',
    min: 1,
    max: 512,
    pattern: /^[.\-_/#A-Za-z0-9]+$/,
    patternText: 'letters, digits and . - _ / #',
    source: 'API:logs.LogGroupName',
  },
  retentionDays: {
    what: 'the retention of a log group in days',
    values: [
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ],
    source: 'API:logs.PutRetentionPolicyRequest',
  },
} satisfies Record<string, Limit>;
