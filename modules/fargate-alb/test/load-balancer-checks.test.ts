import type { LoadBalancerProps } from '@mcp-fleet/fargate-alb';
import { thrownMessage } from '@mcp-fleet/testing';
import { broken, certificateArn, makeLoadBalancer as make, network, webAclArn } from './fixtures';

describe('bad props', () => {
  const message = (props: Partial<LoadBalancerProps>) => thrownMessage(() => make(props));

  test.each<[string, Partial<LoadBalancerProps>, string]>([
    [
      'a name',
      { name: 'internal-tools' },
      broken(
        'test/door: name',
        '"internal-tools"',
        'the name of a load balancer is 1 to 32 characters, letters, digits and hyphens, no hyphen at either end, not beginning with internal- [API:elasticloadbalancingv2.CreateLoadBalancerInput]',
      ),
    ],
    [
      'an idle timeout',
      { idleTimeoutSeconds: 4001 },
      broken(
        'test/door: idleTimeoutSeconds',
        '4001',
        'the idle timeout of an Application Load Balancer is 1 to 4,000 seconds [API:elasticloadbalancingv2.LoadBalancerAttribute]',
      ),
    ],
    [
      'a TLS policy that knows TLS 1.0',
      { sslPolicy: 'ELBSecurityPolicy-2016-08' },
      broken(
        'test/door: sslPolicy',
        '"ELBSecurityPolicy-2016-08"',
        'the TLS policy of a listener is one that begins with ELBSecurityPolicy-TLS13-1-2- or ELBSecurityPolicy-TLS13-1-3- [docs:elasticloadbalancing/describe-ssl-policies]',
        'use one that knows TLS 1.2 and 1.3 alone',
      ),
    ],
    [
      'a bucket',
      { accessLogs: { bucketName: 'Acme' } },
      broken(
        'test/door: accessLogs.bucketName',
        '"Acme"',
        'an S3 bucket name is 3 to 63 characters, lower-case letters, digits, dots and hyphens, beginning and ending with a letter or digit [docs:AmazonS3/bucketnamingrules]',
      ),
    ],
    [
      'days of logs',
      { accessLogs: { bucketName: 'acme-logs', retentionDays: 0.5 } },
      broken(
        'test/door: accessLogs.retentionDays',
        '0.5',
        'days are a whole number of 1 or more [API:s3.LifecycleExpiration]',
        'use 1 or more',
      ),
    ],
    [
      'one zone',
      { network: { ...network, subnetIds: { a: 'subnet-a' } } },
      broken(
        'test/door: network.subnetIds',
        '["a"]',
        'a load balancer is in the subnets of two zones or more [docs:elasticloadbalancing/application-load-balancers]',
        'give a subnet of each of two zones',
      ),
    ],
    [
      'nobody who may call',
      { network: { ...network, clientCidrs: {} } },
      broken(
        'test/door: network.clientCidrs',
        '{}',
        'an internal load balancer says who may call it',
        'give the ranges of its clients, such as that of the VPC',
      ),
    ],
    [
      'a range of clients',
      { network: { ...network, clientCidrs: { vpc: '10.0.0.1/16' } } },
      broken(
        'test/door: network.clientCidrs.vpc',
        '"10.0.0.1/16"',
        'clients are an IPv4 range, from its first address',
        'write it like 10.0.0.0/16',
      ),
    ],
    [
      'a range of clients twice',
      { network: { ...network, clientCidrs: { vpc: '10.0.0.0/16', all: '10.0.0.0/16' } } },
      broken(
        'test/door: network.clientCidrs.all',
        '"10.0.0.0/16"',
        'a range is let in once, and vpc is this one [API:ec2.AuthorizeSecurityGroupIngress]',
        'remove it',
      ),
    ],
    [
      'neither a certificate nor plain HTTP',
      { certificateArn: undefined },
      `test/door: certificateArn
  rule  a listener has a certificate, or is plain HTTP because it says so
  fix   give a certificate, or write plainHttp: true
  code  invalid-props`,
    ],
    [
      'both',
      { plainHttp: true },
      broken(
        'test/door: certificateArn',
        `"${certificateArn}"`,
        'a listener has a certificate, or is plain HTTP because it says so',
        'remove plainHttp',
      ),
    ],
    [
      'a certificate by its name',
      { certificateArn: 'mcp.example.com' },
      broken(
        'test/door: certificateArn',
        '"mcp.example.com"',
        'the certificate of a load balancer is one of ACM or IAM, by its ARN [API:elasticloadbalancingv2.Certificate]',
        'write it like arn:aws:acm:us-east-1:111122223333:certificate/…',
      ),
    ],
    [
      'a URL for a host',
      { host: 'https://mcp.example.com/' },
      broken(
        'test/door: host',
        '"https://mcp.example.com/"',
        'a domain name is 3 to 253 characters, lower-case labels of 1 to 63 letters, digits and inner hyphens, with dots between them and none at the end [docs:Route53/DomainNameFormat]',
        'write it like mcp.example.com',
      ),
    ],
    [
      'a web ACL of CloudFront',
      { webAclArn: webAclArn.replace('regional', 'global') },
      broken(
        'test/door: webAclArn',
        `"${webAclArn.replace('regional', 'global')}"`,
        'a load balancer takes a regional web ACL of WAF, by its ARN [API:wafv2.AssociateWebACLRequest]',
        'give the ARN of one whose scope is REGIONAL',
      ),
    ],
  ])('%s', (_, props, text) => {
    expect(message(props)).toBe(text);
  });

  test('values of other stacks are not compared', () => {
    const token = '${aws_x.y.z}';
    expect(() =>
      make({
        certificateArn: token,
        webAclArn: token,
        host: token,
        network: { ...network, clientCidrs: { vpc: token, other: token } },
      }),
    ).not.toThrow();
  });
});
