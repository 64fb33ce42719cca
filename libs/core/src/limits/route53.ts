import type { Limit } from '../limit';

/** Amazon Route 53: zones, records and health checks; and the certificates of AWS Certificate Manager. */
export const route53 = {
  host: {
    what: 'a domain name',
    min: 3,
    max: 253,
    pattern: /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    patternText:
      'lower-case labels of 1 to 63 letters, digits and inner hyphens, with dots between them and none at the end',
    source: 'docs:Route53/DomainNameFormat',
  },
  zoneComment: {
    what: 'the comment of a hosted zone',
    max: 256,
    source: 'API:route53.ResourceDescription',
  },
  setIdentifier: {
    what: 'the set identifier of a record',
    min: 1,
    max: 128,
    source: 'API:route53.ResourceRecordSetIdentifier',
  },
  healthCheckId: {
    what: 'the id of a health check',
    min: 1,
    max: 64,
    source: 'API:route53.HealthCheckId',
  },
  healthCheckPath: {
    what: 'the path of a health check',
    min: 1,
    max: 255,
    source: 'API:route53.ResourcePath',
  },
  healthCheckIntervalSeconds: {
    what: 'the interval of a health check',
    values: [10, 30],
    unit: 'seconds',
    source: 'API:route53.RequestInterval',
  },
  healthCheckFailures: {
    what: 'the number of failures in a row that make a health check unhealthy',
    min: 1,
    max: 10,
    source: 'API:route53.FailureThreshold',
  },
  healthCheckAlarmName: {
    what: 'the name of an alarm that a health check follows',
    min: 1,
    max: 256,
    source: 'API:route53.AlarmName',
  },
  certificateName: {
    what: 'a name of a certificate',
    min: 3,
    max: 253,
    pattern: /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/,
    patternText: 'a domain name in lower case, its first label possibly *',
    source: 'docs:acm/API_RequestCertificate',
  },
  certificateFirstName: {
    what: 'the first name of a certificate',
    max: 64,
    source: 'docs:acm/acm-public-certificates',
  },
  certificateFurtherNames: {
    what: 'the number of further names of a certificate',
    max: 100,
    source: 'API:acm.DomainList',
  },
} satisfies Record<string, Limit>;
