import {
  AlarmHealthCheck,
  AliasRecords,
  Certificate,
  EndpointHealthCheck,
  HostedZone,
} from '@mcp-fleet/route53';
import { at, countOf, letters, made, type Resources, type ServiceCases } from './case';
import { region } from './fixtures';

const MODULE = 'route53';
const zone = { zoneId: 'Z0123456789ABC', zoneName: 'example.com' };
const CHECK = 'aws_route53_health_check';
const CERTIFICATE = 'aws_acm_certificate';
const DOMAIN = '.example.com';

/** A domain name of a length, in labels of 50. */
const host = (size: number): string => {
  if (size <= DOMAIN.length) return size < 3 ? 'a.' : 'a.b';
  const rest = size - DOMAIN.length;
  const labels = 'a'.repeat(rest).replace(/.{51}(?=.)/g, `${'a'.repeat(50)}.`);
  return `${labels}${DOMAIN}`;
};
const check = (change: object): Resources =>
  made(
    (stack) =>
      new EndpointHealthCheck(stack, 'check', { host: 'use1.example.com', instance: 'gitlab', ...change }),
  );
const records = (failover: object): Resources =>
  made(
    (stack) =>
      new AliasRecords(stack, 'records', {
        zone,
        host: 'mcp.example.com',
        target: { dnsName: 'lb.example.net', zoneId: 'Z1' },
        failover: { role: 'secondary', setIdentifier: 'dev', ...failover },
      }),
  );
const certificate = (domainName: string, subjectAlternativeNames: string[] = []): Resources =>
  made((stack) => new Certificate(stack, 'certificate', { zone, domainName, subjectAlternativeNames }));
const named = (zoneName: string, comment?: string): Resources =>
  made((stack) => new HostedZone(stack, 'zone', { zoneName, create: true, comment }));

export const route53: ServiceCases<'route53'> = {
  host: {
    cases: [
      {
        by: MODULE,
        make: (name: string) => named(name),
        shows: at('aws_route53_zone', 'name'),
        ofSize: host,
        text: true,
        pattern: { good: 'xn--mnchen-3ya.example', bad: 'Mcp.example.com' },
      },
    ],
  },
  zoneComment: {
    cases: [
      {
        by: MODULE,
        make: (comment: string) => named('example.com', comment),
        shows: at('aws_route53_zone', 'comment'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  setIdentifier: {
    cases: [
      {
        by: MODULE,
        make: (setIdentifier: string) => records({ setIdentifier }),
        shows: at('aws_route53_record', 'set_identifier'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  healthCheckId: {
    cases: [
      {
        by: MODULE,
        make: (healthCheckId: string) => records({ healthCheck: { healthCheckId } }),
        shows: at('aws_route53_record', 'health_check_id'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  healthCheckPath: {
    cases: [
      {
        by: MODULE,
        make: (path: string) => check({ instance: path.split('/')[1] }),
        shows: at(CHECK, 'resource_path'),
        ofSize: (size) => letters(size, '/', '/health'),
        text: true,
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'a path begins with the name of an instance' },
  },
  healthCheckIntervalSeconds: {
    cases: [
      {
        by: MODULE,
        make: (intervalSeconds: number) => check({ intervalSeconds }),
        shows: at(CHECK, 'request_interval'),
      },
    ],
  },
  healthCheckFailures: {
    cases: [
      {
        by: MODULE,
        make: (failureThreshold: number) => check({ failureThreshold }),
        shows: at(CHECK, 'failure_threshold'),
      },
    ],
  },
  healthCheckAlarmName: {
    cases: [
      {
        by: MODULE,
        make: (alarmName: string) =>
          made((stack) => new AlarmHealthCheck(stack, 'check', { alarmName, alarmRegion: region })),
        shows: at(CHECK, 'cloudwatch_alarm_name'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  certificateName: {
    cases: [
      {
        by: MODULE,
        make: (name: string) => certificate('mcp.example.com', [name]),
        shows: at(CERTIFICATE, 'subject_alternative_names'),
        ofSize: host,
        text: true,
        bounds: ['max', 'pattern'],
        pattern: { good: '*.mcp.example.com', bad: 'a.*.example.com' },
      },
    ],
    outOfReach: {
      min: 'the shortest names are those of top-level domains, which no zone of an account answers for',
    },
  },
  certificateFirstName: {
    cases: [
      {
        by: MODULE,
        make: (name: string) => certificate(name),
        shows: at(CERTIFICATE, 'domain_name'),
        ofSize: host,
        text: true,
      },
    ],
  },
  certificateFurtherNames: {
    cases: [
      {
        by: MODULE,
        make: (count: number) =>
          certificate(
            'mcp.example.com',
            Array.from({ length: count }, (_, i) => `n${i}.example.com`),
          ),
        shows: countOf(CERTIFICATE, 'subject_alternative_names'),
      },
    ],
  },
};
