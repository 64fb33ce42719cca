import {
  AlarmHealthCheck,
  EndpointHealthCheck,
  type AlarmHealthCheckProps,
  type EndpointHealthCheckProps,
} from '@mcp-fleet/route53';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformOutput } from 'cdktf';
import { allBroken, broken, plain } from './fixtures';

const host = 'use1.example.com';

function endpoint(props: Partial<EndpointHealthCheckProps> = {}) {
  const stack = testStack();
  const check = new EndpointHealthCheck(stack, 'health', { host, instance: 'gitlab', ...props });
  new TerraformOutput(stack, 'given', { value: check.healthCheckId });
  const json = synthesised(stack);
  return { check, json, given: json.output?.given?.value };
}

function alarm(props: Partial<AlarmHealthCheckProps> = {}) {
  const stack = testStack();
  const given = { alarmName: 'dev-gitlab-unhealthy', alarmRegion: 'us-east-1' };
  const check = new AlarmHealthCheck(stack, 'health', { ...given, ...props });
  new TerraformOutput(stack, 'given', { value: check.healthCheckId });
  const json = synthesised(stack);
  return { check, json, given: json.output?.given?.value };
}
const resourceOf = ({ json }: ReturnType<typeof alarm | typeof endpoint>) =>
  plain(onlyResource(json, 'aws_route53_health_check'));
const lifecycle = { create_before_destroy: true };

describe('EndpointHealthCheck', () => {
  test('minimal: HTTPS with the host’s name, every 30 seconds, no address', () => {
    const { check, json, given } = endpoint();
    expect(plain(onlyResource(json, 'aws_route53_health_check'))).toEqual({
      type: 'HTTPS',
      fqdn: host,
      port: 443,
      resource_path: '/gitlab/health',
      enable_sni: true,
      request_interval: 30,
      failure_threshold: 3,
      tags: { Name: 'use1.example.com/gitlab/health' },
      lifecycle,
    });
    expect(check.checkedHost).toBe(host);
    expect(given).toMatch(/^\$\{aws_route53_health_check\..+\.id\}$/);
  });

  test('plain HTTP: at its port, without a handshake', () => {
    const made = resourceOf(endpoint({ plainHttp: true }));
    expect(made).toMatchObject({ type: 'HTTP', port: 80, fqdn: host, resource_path: '/gitlab/health' });
    expect(made).not.toHaveProperty('enable_sni');
  });

  test('everything', () => {
    const tags = { Name: 'gitlab', Environment: 'dev' };
    expect(resourceOf(endpoint({ intervalSeconds: 10, failureThreshold: 10, tags }))).toMatchObject({
      request_interval: 10,
      failure_threshold: 10,
      tags,
    });
  });

  test('all that is wrong at once', () => {
    const props = { host: 'localhost', instance: '/Git', intervalSeconds: 20, failureThreshold: 11 };
    expect(thrownMessage(() => endpoint(props))).toBe(
      allBroken(
        broken(
          'test/health: host',
          'localhost',
          'a domain name is 3 to 253 characters, lower-case labels of 1 to 63 letters, digits and inner hyphens, with dots between them and none at the end [docs:Route53/DomainNameFormat]',
          'write it like mcp.example.com',
        ),
        broken(
          'test/health: instance',
          '/Git',
          'the name of an instance is lower-case letters, digits and hyphens, and begins with no hyphen',
          'rename it',
        ),
        broken(
          'test/health: intervalSeconds',
          20,
          'the interval of a health check is one of 10, 30 [API:route53.RequestInterval]',
          'use a value within it',
        ),
        broken(
          'test/health: failureThreshold',
          11,
          'the number of failures in a row that make a health check unhealthy is 1 to 10 [API:route53.FailureThreshold]',
          'use a value within it',
        ),
      ),
    );
  });

  test('a path of 255 characters fits, 256 do not', () => {
    const instance = (length: number) => 'x'.repeat(length - '//health'.length);
    expect(() => endpoint({ instance: instance(255) })).not.toThrow();
    expect(thrownMessage(() => endpoint({ instance: instance(256) }))).toContain(
      'the path of a health check is 1 to 255 characters [API:route53.ResourcePath]',
    );
  });

  test('one failure is the fewest', () => {
    expect(() => endpoint({ failureThreshold: 1 })).not.toThrow();
    expect(() => endpoint({ failureThreshold: 0 })).toThrow('is 1 to 10');
  });
});

describe('AlarmHealthCheck', () => {
  test('minimal: too little data is unhealthy', () => {
    const { check, json, given } = alarm();
    expect(plain(onlyResource(json, 'aws_route53_health_check'))).toEqual({
      type: 'CLOUDWATCH_METRIC',
      cloudwatch_alarm_name: 'dev-gitlab-unhealthy',
      cloudwatch_alarm_region: 'us-east-1',
      insufficient_data_health_status: 'Unhealthy',
      tags: { Name: 'dev-gitlab-unhealthy' },
      lifecycle,
    });
    expect(check).not.toHaveProperty('checkedHost');
    expect(given).toMatch(/^\$\{aws_route53_health_check\..+\.id\}$/);
  });

  test('everything', () => {
    const props = {
      insufficientData: 'last-known',
      alarmSettings: { threshold: '1' },
      tags: { a: 'b' },
    } as const;
    expect(resourceOf(alarm(props))).toMatchObject({
      insufficient_data_health_status: 'LastKnownStatus',
      triggers: { threshold: '1' },
      tags: { Name: 'dev-gitlab-unhealthy', a: 'b' },
    });
  });

  test('all that is wrong at once', () => {
    const insufficientData = 'Healthy' as never;
    const props = { alarmName: 'x'.repeat(257), alarmRegion: 'us-east-1a', insufficientData };
    expect(thrownMessage(() => alarm(props))).toBe(
      allBroken(
        broken(
          'test/health: alarmName',
          'x'.repeat(257),
          'the name of an alarm that a health check follows is 1 to 256 characters [API:route53.AlarmName]',
          'use a value within it',
        ),
        broken(
          'test/health: alarmRegion',
          'us-east-1a',
          'an AWS Region is written like us-east-1 [docs:general/rande]',
          'write it like us-east-1',
        ),
        broken(
          'test/health: insufficientData',
          'Healthy',
          'without enough data a check is one of healthy, last-known, unhealthy',
          'use one of them',
        ),
      ),
    );
  });

  test('a name of 256 characters fits', () => {
    expect(() => alarm({ alarmName: 'x'.repeat(256) })).not.toThrow();
  });
});

test('addresses are contract', () => {
  expect(addresses(endpoint().json)).toEqual(['aws_route53_health_check.health_C878E2FF']);
  expect(addresses(alarm().json)).toEqual(['aws_route53_health_check.health_C878E2FF']);
});
