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
  dataProtectionPolicy: {
    what: 'a data protection policy',
    max: 30_720,
    source: 'API:logs.PutDataProtectionPolicyRequest',
  },
  customDataIdentifiers: {
    what: 'the number of custom data identifiers of a data protection policy',
    max: 10,
    source: 'docs:logs/CWL-custom-data-identifiers',
  },
  customDataIdentifierName: {
    what: 'the name of a custom data identifier',
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9_-]+$/,
    patternText: 'letters, digits and - _',
    source: 'docs:logs/CWL-custom-data-identifiers',
  },
  customDataIdentifierRegex: {
    what: 'the regular expression of a custom data identifier',
    min: 1,
    max: 200,
    pattern: /^[A-Za-z0-9_#=@/;, ^$?[\]{}|\\*+.-]+$/,
    patternText: 'letters, digits, spaces and _ # = @ / ; , - ^ $ ? [ ] { } | \\ * + . without brackets ( )',
    source: 'docs:logs/CWL-custom-data-identifiers',
  },
  queryName: {
    what: 'the name of a saved query',
    min: 1,
    max: 255,
    source: 'API:logs.QueryDefinitionName',
  },
  queryString: {
    what: 'a saved query',
    min: 1,
    max: 10_000,
    source: 'API:logs.QueryDefinitionString',
  },
  queryLogGroups: {
    what: 'the number of log groups of a query',
    max: 50,
    source: 'docs:logs/cloudwatch_limits_cwl',
  },
} satisfies Record<string, Limit>;
