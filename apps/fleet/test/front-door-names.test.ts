import { environmentFile, merge, validEnvironment, type Change } from '@mcp-fleet/testing/fleet';
import type { Block, Synthesised } from './synth';
import { resources, synthChanged } from './synth';

const domain = { zone: 'example.com' };
const host = 'mcp.example.com';
const alarms = { email: ['oncall@example.com'] };
const named = (tools: Change = {}, change: Change = {}): Change => ({
  domain,
  deployments: { tools: { host, ...tools } },
  ...change,
});
/** The other side of a pair with the valid environment. */
const eu = (tools: Change = {}, change: Change = {}) => ({
  'environments/eu/environment.ts': environmentFile(
    merge(validEnvironment, {
      ...named({ failover: { role: 'secondary', with: 'dev' }, ...tools }, change),
      name: 'eu',
      aws: { region: 'eu-west-1' },
    }),
  ),
});
const failover = { role: 'primary', with: 'eu' };

const tools = ({ stacks }: Synthesised) => stacks['dev-tools']!;
const only = (of: Readonly<Record<string, Block>>) => {
  expect(Object.keys(of)).toHaveLength(1);
  return Object.values(of)[0]!;
};
const recordsOf = (synthesised: Synthesised) =>
  Object.values(resources(tools(synthesised), 'aws_route53_record'))
    .filter((record) => record['alias'] !== undefined)
    .map((record) => `${String(record['type'])} ${String(record['name'])}`)
    .sort();

test('an HTTP API: certificate by its validation, domain name, records; its own endpoint is off', () => {
  const made = synthChanged(named());
  const stack = tools(made);
  expect(only(resources(stack, 'aws_acm_certificate'))).toMatchObject({ domain_name: host });
  const domainName = only(resources(stack, 'aws_apigatewayv2_domain_name'));
  expect(JSON.stringify(domainName)).toContain('aws_acm_certificate_validation');
  expect(only(resources(stack, 'aws_apigatewayv2_api'))['disable_execute_api_endpoint']).toBe(true);
  expect(recordsOf(made)).toEqual([`A ${host}`, `AAAA ${host}`]);
  expect(stack.output['servers']?.value).toEqual({ notes: `https://${host}/notes/mcp` });
  expect(stack.data?.['aws_route53_zone']).toBeDefined();
});

test('a REST API: no stage in front of its paths', () => {
  const made = synthChanged(named({ edge: 'rest-api' }));
  const stack = tools(made);
  expect(only(resources(stack, 'aws_api_gateway_base_path_mapping'))['base_path']).toBeUndefined();
  expect(only(resources(stack, 'aws_api_gateway_rest_api'))['disable_execute_api_endpoint']).toBe(true);
  expect(recordsOf(made)).toEqual([`A ${host}`, `AAAA ${host}`]);
  expect(stack.output['servers']?.value).toEqual({ notes: `https://${host}/notes/mcp` });
});

test('a load balancer: its listener has the certificate once it is issued', () => {
  const made = synthChanged(named({ target: 'fargate', exposure: 'internet' }));
  const listeners = JSON.stringify(resources(tools(made), 'aws_lb_listener'));
  expect(listeners).toContain('aws_acm_certificate_validation');
  const record = Object.values(resources(tools(made), 'aws_route53_record')).find((it) => it['alias'])!;
  expect(JSON.stringify(record['alias'])).toContain('aws_lb.');
  expect(recordsOf(made)).toEqual([`A ${host}`, `AAAA ${host}`]);
});

test('a zone that is made is in the foundation, and told to the others by its id', () => {
  const made = synthChanged(named({}, { domain: { ...domain, create: true } }));
  expect(only(resources(made.stacks['dev-foundation']!, 'aws_route53_zone'))['name']).toBe('example.com');
  expect(made.stacks['dev-foundation']!.output).toHaveProperty('name_servers');
  expect(tools(made).data?.['aws_route53_zone']).toBeUndefined();
  expect(made.page).toContain('delegate example.com');
});

test('a certificate and a host of elsewhere: no zone, no records, and an output for the record', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/1';
  const made = synthChanged(named({ certificateArn }, { domain: undefined }));
  expect(resources(tools(made), 'aws_route53_record')).toEqual({});
  expect(resources(tools(made), 'aws_acm_certificate')).toEqual({});
  expect(Object.keys(tools(made).output['aliases']?.value as object)).toEqual([host]);
});

describe('a pair', () => {
  const pair = (own: Change = {}, other: Change = {}, change: Change = {}) =>
    synthChanged(named({ failover, ...own }, change), eu(other, change));

  test('each side has a name of its own, under one certificate, and asks it for its health', () => {
    const made = pair();
    const stack = tools(made);
    expect(only(resources(stack, 'aws_acm_certificate'))).toMatchObject({
      domain_name: host,
      subject_alternative_names: [`*.${host}`],
    });
    expect(Object.keys(resources(stack, 'aws_apigatewayv2_domain_name'))).toHaveLength(2);
    expect(recordsOf(made)).toEqual(
      [`A ${host}`, `A dev.${host}`, `AAAA ${host}`, `AAAA dev.${host}`].sort(),
    );
    expect(only(resources(stack, 'aws_route53_health_check'))).toMatchObject({
      type: 'HTTPS',
      fqdn: `dev.${host}`,
      resource_path: '/notes/health',
    });
    const shared = Object.values(resources(stack, 'aws_route53_record')).filter((it) => it['name'] === host);
    for (const record of shared) {
      expect(record).toMatchObject({
        set_identifier: 'dev',
        failover_routing_policy: { type: 'PRIMARY' },
      });
      expect(record['health_check_id']).toContain('aws_route53_health_check');
    }
  });

  test('the secondary needs no health check, and leaves the record of the certificate to the primary', () => {
    const made = synthChanged(named({ failover: { role: 'secondary', with: 'eu' } }), {
      ...eu({ failover: { role: 'primary', with: 'dev' } }),
    });
    expect(resources(tools(made), 'aws_route53_health_check')).toEqual({});
    const all = Object.values(resources(tools(made), 'aws_route53_record'));
    expect(all.every((record) => record['alias'] !== undefined)).toBe(true);
  });

  describe('where the checkers of Route 53 do not get in, its health is that of an alarm', () => {
    const office = { office: '203.0.113.0/24' };
    test.each<[string, Change]>([
      ['an internal load balancer', { target: 'fargate' }],
      ['certain clients', { target: 'fargate', exposure: 'internet', clients: office }],
      ['instances in one task', { target: 'fargate', topology: 'multi-server' }],
    ])('%s', (_, inside) => {
      const stack = tools(pair(inside, inside, { alarms }));
      const found = Object.entries(resources(stack, 'aws_cloudwatch_metric_alarm')).filter(
        ([, it]) => it['alarm_name'] === 'dev-tools-notes-failover',
      );
      expect(found).toHaveLength(1);
      const [id, alarm] = found[0]!;
      // One bad task of several moves no Region.
      expect(alarm).toMatchObject({
        metric_name: 'HealthyHostCount',
        statistic: 'Maximum',
        comparison_operator: 'LessThanThreshold',
        threshold: 1,
        treat_missing_data: 'breaching',
      });
      const dimensions = alarm['dimensions'] as Record<string, string>;
      expect(dimensions['LoadBalancer']).toMatch(/^\$\{aws_lb\..+\.arn_suffix\}$/);
      expect(dimensions['TargetGroup']).toMatch(/^\$\{aws_lb_target_group\..+\.arn_suffix\}$/);
      expect(only(resources(stack, 'aws_route53_health_check'))).toMatchObject({
        type: 'CLOUDWATCH_METRIC',
        cloudwatch_alarm_name: `\${aws_cloudwatch_metric_alarm.${id}.alarm_name}`,
        cloudwatch_alarm_region: 'us-east-1',
        insufficient_data_health_status: 'Unhealthy',
        // Without these Route 53 would keep watching a target group that is replaced.
        triggers: {
          ...dimensions,
          metricName: 'HealthyHostCount',
          statistic: 'Maximum',
          threshold: '1',
          period: '60',
          evaluationPeriods: '3',
        },
      });
    });
  });

  test('the secondary has no such alarm', () => {
    const inside = { target: 'fargate' };
    const made = synthChanged(named({ ...inside, failover: { role: 'secondary', with: 'eu' } }, { alarms }), {
      ...eu({ ...inside, failover: { role: 'primary', with: 'dev' } }, { alarms }),
    });
    const names = Object.values(resources(tools(made), 'aws_cloudwatch_metric_alarm')).map(
      (alarm) => alarm['alarm_name'],
    );
    expect(names).not.toContain('dev-tools-notes-failover');
  });

  test.each<[string, Change, Change]>([
    ['HTTPS', {}, { type: 'HTTPS', port: 443 }],
    ['plain HTTP', { plainHttp: true }, { type: 'HTTP', port: 80 }],
  ])('a load balancer on the internet is asked as it answers: %s', (_, how, asked) => {
    const outside = { target: 'fargate', exposure: 'internet', ...how };
    const stack = tools(pair(outside, outside));
    expect(only(resources(stack, 'aws_route53_health_check'))).toMatchObject({
      ...asked,
      fqdn: `dev.${host}`,
    });
    expect(
      Object.values(resources(stack, 'aws_lb_listener')).map(({ protocol, port }) => [protocol, port]),
    ).toContainEqual([asked['type'], asked['port']]);
  });
});
