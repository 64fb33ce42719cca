import type { Limit } from '../limit';

/** AWS Secrets Manager, and the SSM parameters that settings may name. */
export const secrets = {
  secretName: {
    what: 'a secret name',
    min: 1,
    max: 512,
    pattern: /^[A-Za-z0-9/_+=.@-]+$/,
    patternText: 'letters, digits and / _ + = . @ -',
    source: 'API:secretsmanager.CreateSecretRequest',
  },
  secretNameEnding: {
    what: 'the end of a secret name',
    pattern: /^(?!.*-[A-Za-z0-9]{6}$)/,
    patternText: 'not a hyphen and six characters, which is how Secrets Manager ends its ARNs',
    source: 'API:secretsmanager.CreateSecretRequest',
  },
  description: {
    what: 'the description of a secret',
    max: 2048,
    source: 'API:secretsmanager.DescriptionType',
  },
  recoveryWindowDays: {
    what: 'the recovery window of a secret in days (0 deletes at once)',
    values: [0, ...Array.from({ length: 24 }, (_, i) => i + 7)],
    source: 'API:secretsmanager.DeleteSecretRequest',
  },
  rotationDays: {
    what: 'the time between rotations of a secret',
    min: 1,
    max: 1000,
    unit: 'days',
    source: 'API:secretsmanager.RotationRulesType',
  },
  rotationSchedule: {
    what: 'the schedule of a rotation',
    min: 1,
    max: 256,
    pattern: /^(rate\([0-9]+ (hours?|days?)\)|cron\([0-9A-Za-z ?*,/#-]+\))$/,
    patternText: 'written like rate(10 days) or cron(0 8 1 * ? *)',
    source: 'docs:secretsmanager/rotate-secrets_schedule',
  },
  rotationWindow: {
    what: 'the window of a rotation',
    pattern: /^([1-9]|1[0-9]|2[0-4])h$/,
    patternText: '1 to 24 hours, written like 3h: it ends with the UTC day at the latest',
    source: 'API:secretsmanager.RotationRulesType',
  },
  resourcePolicyCharacters: {
    what: 'the resource policy of a secret',
    min: 1,
    max: 20_480,
    source: 'API:secretsmanager.NonEmptyResourcePolicyType',
  },
  ssmParameterName: {
    what: 'an SSM parameter name',
    min: 2,
    max: 1011,
    pattern: /^(\/[A-Za-z0-9_.-]+){1,15}$/,
    patternText: 'a path of at most 15 levels that begins with /',
    source: 'docs:systems-manager/sysman-paramstore-su-create',
  },
} satisfies Record<string, Limit>;
