import { LoadBalancer, type LoadBalancerProps } from '@mcp-fleet/fargate-alb';
import { addresses, onlyResource, resourcesOf, testStack } from '@mcp-fleet/testing';
import {
  certificateArn,
  makeLoadBalancer as make,
  network,
  referenceTo,
  resourceAt,
  webAclArn,
} from './fixtures';

const ingressOf = (json = make()) =>
  Object.values(resourcesOf(json, 'aws_vpc_security_group_ingress_rule')).map((rule) => [
    rule.cidr_ipv4 ?? rule.cidr_ipv6,
    rule.from_port,
    rule.to_port,
    rule.ip_protocol,
  ]);
const listenerAt = (name: string, json = make()) => resourceAt(json, 'aws_lb_listener', name);

describe('LoadBalancer', () => {
  const json = make();

  test('is internal, drops headers that are not HTTP, and lets connections be silent for five minutes', () => {
    expect(onlyResource(json, 'aws_lb')).toMatchObject({
      name: 'dev-tools',
      load_balancer_type: 'application',
      internal: true,
      subnets: ['subnet-a', 'subnet-b'],
      security_groups: [referenceTo(json, 'aws_security_group', 'id')],
      idle_timeout: 300,
      drop_invalid_header_fields: true,
      enable_deletion_protection: false,
    });
    expect(onlyResource(json, 'aws_lb')).not.toHaveProperty('access_logs');
  });

  test('HTTPS with TLS 1.2 and 1.3; where there is no server, a 404 that MCP clients read', () => {
    expect(listenerAt('Https')).toMatchObject({
      load_balancer_arn: referenceTo(json, 'aws_lb', 'arn'),
      port: 443,
      protocol: 'HTTPS',
      certificate_arn: certificateArn,
      ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    });
    const [action] = listenerAt('Https').default_action as { type: string; fixed_response: object }[];
    expect(action).toMatchObject({
      type: 'fixed-response',
      fixed_response: { content_type: 'application/json', status_code: '404' },
    });
    const { message_body } = action?.fixed_response as { message_body: string };
    expect(message_body.length).toBeLessThanOrEqual(1024);
    expect(JSON.parse(message_body)).toEqual({
      jsonrpc: '2.0',
      id: null,
      error: { code: -32001, message: 'There is no MCP server at this path.' },
    });
  });

  test('port 80 redirects for good', () => {
    expect(listenerAt('Redirect')).toMatchObject({
      port: 80,
      protocol: 'HTTP',
      default_action: [
        { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', status_code: 'HTTP_301' } },
      ],
    });
  });

  test('plain HTTP has one listener, and no door for HTTPS', () => {
    const plain = make({ plainHttp: true, certificateArn: undefined });
    expect(onlyResource(plain, 'aws_lb_listener')).toMatchObject({ port: 80, protocol: 'HTTP' });
    expect(onlyResource(plain, 'aws_lb_listener')).not.toHaveProperty('ssl_policy');
    expect(ingressOf(plain)).toEqual([['10.0.0.0/16', 80, 80, 'tcp']]);
  });

  test('clients come from where it is said, and its group leads nowhere by itself', () => {
    expect(ingressOf()).toEqual([
      ['10.0.0.0/16', 443, 443, 'tcp'],
      ['10.0.0.0/16', 80, 80, 'tcp'],
    ]);
    expect(onlyResource(json, 'aws_security_group')).toMatchObject({
      name: 'dev-tools-alb',
      lifecycle: { create_before_destroy: true },
    });
    expect(resourcesOf(json, 'aws_vpc_security_group_egress_rule')).toEqual({});
  });

  test('everybody comes in only where it faces the internet', () => {
    const open = make({ exposure: 'internet', network: { ...network, clientCidrs: undefined } });
    expect(onlyResource(open, 'aws_lb').internal).toBe(false);
    expect(ingressOf(open)).toEqual([
      ['0.0.0.0/0', 443, 443, 'tcp'],
      ['0.0.0.0/0', 80, 80, 'tcp'],
    ]);
    expect(ingressOf(make({ exposure: 'internet' }))[0]).toEqual(['10.0.0.0/16', 443, 443, 'tcp']);
  });

  test('with IPv6 it has addresses of it where everybody may call, and is IPv4 where ranges say who', () => {
    const everybody = { ...network, clientCidrs: undefined, ipv6: true };
    const open = make({ exposure: 'internet', network: everybody });
    expect(onlyResource(open, 'aws_lb').ip_address_type).toBe('dualstack');
    expect(ingressOf(open)).toEqual([
      ['0.0.0.0/0', 443, 443, 'tcp'],
      ['0.0.0.0/0', 80, 80, 'tcp'],
      ['::/0', 443, 443, 'tcp'],
      ['::/0', 80, 80, 'tcp'],
    ]);
    const ranges = { ...network, ipv6: true };
    for (const closed of [make({ network: ranges }), make({ exposure: 'internet', network: ranges })]) {
      expect(onlyResource(closed, 'aws_lb')).not.toHaveProperty('ip_address_type');
      expect(ingressOf(closed)).toEqual(ingressOf());
    }
    const four = make({ exposure: 'internet', network: { ...everybody, ipv6: false } });
    expect(onlyResource(four, 'aws_lb')).not.toHaveProperty('ip_address_type');
  });

  test('IPv6 moves no address', () => {
    const open = { exposure: 'internet' as const, network: { ...network, clientCidrs: undefined } };
    const six = make({ ...open, network: { ...open.network, ipv6: true } });
    expect(addresses(six)).toEqual(expect.arrayContaining(addresses(make(open))));
  });

  test('its figures can be said', () => {
    const made = make({
      idleTimeoutSeconds: 600,
      deletionProtection: true,
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
    });
    expect(onlyResource(made, 'aws_lb')).toMatchObject({
      idle_timeout: 600,
      enable_deletion_protection: true,
    });
    expect(listenerAt('Https', made).ssl_policy).toBe('ELBSecurityPolicy-TLS13-1-3-2021-06');
  });

  test('WAF looks first where it is asked to', () => {
    expect(resourcesOf(json, 'aws_wafv2_web_acl_association')).toEqual({});
    expect(onlyResource(make({ webAclArn }), 'aws_wafv2_web_acl_association')).toMatchObject({
      resource_arn: referenceTo(json, 'aws_lb', 'arn'),
      web_acl_arn: webAclArn,
    });
  });

  test.each<[string, Partial<LoadBalancerProps>, RegExp]>([
    ['its host', { host: 'mcp.example.com' }, /^https:\/\/mcp\.example\.com$/],
    ['the name AWS gives it', {}, /^https:\/\/\$\{TfToken\[TOKEN\.\d+\]\}$/],
    ['plain HTTP', { plainHttp: true, certificateArn: undefined, host: 'a.example.com' }, /^http:\/\/a/],
  ])('its URL: %s', (_, props, url) => {
    const door = new LoadBalancer(testStack(), 'door', { name: 'x', network, certificateArn, ...props });
    expect(door.url).toMatch(url);
  });
});

test('addresses are contract', () => {
  expect(addresses(make({ webAclArn, accessLogs: { bucketName: 'acme-logs' } }))).toEqual([
    'aws_lb.door_0F0920D8',
    'aws_lb_listener.door_Https_07F41B5A',
    'aws_lb_listener.door_Redirect_B18FB0E9',
    'aws_s3_bucket.door_AccessLogs_0A5A9B75',
    'aws_s3_bucket_lifecycle_configuration.door_AccessLogs_Lifecycle_D9F0FA7D',
    'aws_s3_bucket_ownership_controls.door_AccessLogs_Ownership_E529D230',
    'aws_s3_bucket_policy.door_AccessLogs_Policy_0EA389FF',
    'aws_s3_bucket_public_access_block.door_AccessLogs_PublicAccessBlock_98E58F7E',
    'aws_s3_bucket_server_side_encryption_configuration.door_AccessLogs_Encryption_35E614CF',
    'aws_security_group.door_SecurityGroup_6245E8AF',
    'aws_vpc_security_group_ingress_rule.door_Ingress_vpc-443_A0C5AC46',
    'aws_vpc_security_group_ingress_rule.door_Ingress_vpc-80_A19D17D8',
    'aws_wafv2_web_acl_association.door_WebAcl_6AFCF883',
  ]);
});
