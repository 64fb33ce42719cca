import type { Limit } from '../limit';

/** AWS Key Management Service. */
export const kms = {
  aliasName: {
    what: 'the alias of a KMS key, without alias/ before it',
    min: 1,
    max: 250,
    pattern: /^(?!aws\/)[a-zA-Z0-9/_-]+$/,
    patternText: 'letters, digits and / _ -, not beginning with aws/, which is for the keys of AWS',
    source: 'docs:kms/API_CreateAlias',
  },
  deletionWindowDays: {
    what: 'the time that a deleted KMS key can be restored',
    min: 7,
    max: 30,
    unit: 'days',
    source: 'docs:kms/API_ScheduleKeyDeletion',
  },
  keyDescription: {
    what: 'the description of a KMS key',
    max: 8192,
    source: 'API:kms.DescriptionType',
  },
} satisfies Record<string, Limit>;
