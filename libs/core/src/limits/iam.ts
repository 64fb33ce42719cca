import type { Limit } from '../limit';

/** AWS Identity and Access Management. */
export const iam = {
  roleName: {
    what: 'an IAM role name',
    min: 1,
    max: 64,
    pattern: /^[\w+=,.@-]+$/,
    patternText: 'letters, digits and + = , . @ _ -',
    source: 'API:iam.roleNameType',
  },
  inlinePolicyCharacters: {
    what: 'the inline policies of an IAM role together, without white space',
    max: 10_240,
    source: 'docs:IAM/reference_iam-quotas',
  },
  accountId: {
    what: 'an AWS account id',
    pattern: /^\d{12}$/,
    patternText: '12 digits',
    source: 'API:iam.accountIdType',
  },
  region: {
    what: 'an AWS Region',
    pattern: /^[a-z]{2}(-[a-z]+)+-\d+$/,
    patternText: 'written like us-east-1',
    source: 'docs:general/rande',
  },
} satisfies Record<string, Limit>;
