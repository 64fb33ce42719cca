import { limits } from '@mcp-fleet/core';
import { z } from 'zod';

const { min: FEWEST_DAYS, max: MOST_DAYS } = limits.secrets.rotationDays;

/** How the secrets of an environment are kept. */
export const secretsSchema = z.strictObject({
  key: z
    .union([
      z.literal('own'),
      z
        .string()
        .regex(
          /^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
          "a key is 'own', or the ARN of a KMS key: arn:aws:kms:<Region>:<account>:key/<id>",
        ),
    ])
    .optional()
    .describe(
      "Key that encrypts the secrets: 'own' makes one that is used through Secrets Manager alone, an ARN names one that exists. Default: aws/secretsmanager, AWS's key of the account.",
    ),
  onlyServers: z
    .boolean()
    .optional()
    .describe(
      'Nobody but the servers reads a secret, whatever else IAM allows: each secret has a policy that denies all others. Default: true where protected.',
    ),
  alsoReadBy: z
    .array(
      z
        .string()
        .regex(
          /^arn:aws(-[a-z]+)*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
          'a reader is a role or user by its ARN: arn:aws:iam::<account>:role/<name>',
        ),
    )
    .min(1, 'name at least one reader, or leave alsoReadBy out')
    .optional()
    .describe(
      'Roles and users that may read all the same, such as the one that deploys: its gate then looks into secrets. Default: none.',
    ),
  refresh: z
    .boolean()
    .optional()
    .describe(
      'Servers get a changed secret by themselves: functions read it again every 5 minutes, tasks are replaced. Default: where an instance has rotation.',
    ),
});

/** A secret that a function renews. */
export const rotationSchema = z.strictObject({
  functionArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}$/,
      'a function is given by its ARN, without version or alias: arn:aws:lambda:<Region>:<account>:function:<name>',
    )
    .describe('The Lambda function that renews the secret in the four steps of Secrets Manager.'),
  roleArn: z
    .string()
    .regex(
      /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
      'a role is given by its ARN: arn:aws:iam::<account>:role/<name>',
    )
    .optional()
    .describe('Role of that function, which has to read the secret. Required where only servers may.'),
  everyDays: z
    .int('days are a whole number')
    .min(FEWEST_DAYS, `a rotation is every ${FEWEST_DAYS} to ${MOST_DAYS} days`)
    .max(MOST_DAYS, `a rotation is every ${FEWEST_DAYS} to ${MOST_DAYS} days`)
    .optional()
    .describe('Days between two rotations. Default: 30, where there is no schedule.'),
  schedule: z
    .string()
    .regex(
      limits.secrets.rotationSchedule.pattern,
      `a schedule is ${limits.secrets.rotationSchedule.patternText}`,
    )
    .max(limits.secrets.rotationSchedule.max, 'a schedule has at most 256 characters')
    .optional()
    .describe("Schedule of the rotation, instead of everyDays: 'cron(0 8 1 * ? *)'."),
  windowHours: z
    .int('hours are a whole number')
    .min(1, 'a window is 1 to 24 hours')
    .max(24, 'a window is 1 to 24 hours')
    .optional()
    .describe('Hours within which a rotation that is due takes place. Default: the rest of the day.'),
  now: z
    .literal(true)
    .optional()
    .describe('Also rotate as soon as this is deployed. Default: at the next date.'),
});
