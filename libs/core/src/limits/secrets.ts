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
  valueBytes: {
    what: 'the value of a secret',
    max: 65_536,
    unit: 'bytes',
    source: 'API:secretsmanager.SecretStringType',
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
