import { isUnresolved, limits, parseCidr, PropChecks } from '@mcp-fleet/core';
import type { LoadBalancerProps } from './load-balancer-props';

const CERTIFICATE = /^arn:[^:]+:(acm:[^:]+:\d{12}:certificate|iam::\d{12}:server-certificate)\/.+$/;
const WEB_ACL = /^arn:[^:]+:wafv2:[^:]+:\d{12}:regional\/webacl\/.+$/;

/**
 * Checks the props of a load balancer.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkLoadBalancer(path: string, props: LoadBalancerProps): void {
  const { loadBalancer, s3 } = limits;
  const { network, certificateArn, plainHttp, accessLogs, host, webAclArn } = props;
  const retentionDays = accessLogs?.retentionDays ?? 90;
  const checks = new PropChecks(path)
    .within('name', loadBalancer.name, props.name)
    .within('idleTimeoutSeconds', loadBalancer.idleTimeoutSeconds, props.idleTimeoutSeconds)
    .within('sslPolicy', loadBalancer.sslPolicy, props.sslPolicy, 'use one that knows TLS 1.2 and 1.3 alone')
    .within('accessLogs.bucketName', s3.bucketName, accessLogs?.bucketName)
    .must(Number.isInteger(retentionDays) && retentionDays >= 1, {
      prop: 'accessLogs.retentionDays',
      value: retentionDays,
      rule: 'days are a whole number of 1 or more [API:s3.LifecycleExpiration]',
      fix: 'use 1 or more',
    })
    .must(Object.keys(network.subnetIds).length >= 2, {
      prop: 'network.subnetIds',
      value: Object.keys(network.subnetIds),
      rule: 'a load balancer is in the subnets of two zones or more [docs:elasticloadbalancing/application-load-balancers]',
      fix: 'give a subnet of each of two zones',
    })
    .must(props.exposure === 'internet' || Object.keys(network.clientCidrs ?? {}).length > 0, {
      prop: 'network.clientCidrs',
      value: network.clientCidrs,
      rule: 'an internal load balancer says who may call it',
      fix: 'give the ranges of its clients, such as that of the VPC',
    })
    .must((certificateArn === undefined) === (plainHttp === true), {
      prop: 'certificateArn',
      value: certificateArn,
      rule: 'a listener has a certificate, or is plain HTTP because it says so',
      fix: certificateArn === undefined ? 'give a certificate, or write plainHttp: true' : 'remove plainHttp',
    })
    .must(certificateArn === undefined || isUnresolved(certificateArn) || CERTIFICATE.test(certificateArn), {
      prop: 'certificateArn',
      value: certificateArn,
      rule: 'the certificate of a load balancer is one of ACM or IAM, by its ARN [API:elasticloadbalancingv2.Certificate]',
      fix: 'write it like arn:aws:acm:us-east-1:111122223333:certificate/…',
    })
    .within('host', limits.route53.host, host, 'write it like mcp.example.com')
    .must(webAclArn === undefined || isUnresolved(webAclArn) || WEB_ACL.test(webAclArn), {
      prop: 'webAclArn',
      value: webAclArn,
      rule: 'a load balancer takes a regional web ACL of WAF, by its ARN [API:wafv2.AssociateWebACLRequest]',
      fix: 'give the ARN of one whose scope is REGIONAL',
    });
  const ranges = Object.entries(network.clientCidrs ?? {});
  for (const [i, [key, cidr]] of ranges.entries()) {
    const same = ranges.slice(0, i).find(([, other]) => other === cidr && !isUnresolved(cidr));
    checks
      .must(same === undefined, {
        prop: `network.clientCidrs.${key}`,
        value: cidr,
        rule: `a range is let in once, and ${same?.[0]} is this one [API:ec2.AuthorizeSecurityGroupIngress]`,
        fix: 'remove it',
      })
      .must(isUnresolved(cidr) || parseCidr(cidr) !== undefined, {
        prop: `network.clientCidrs.${key}`,
        value: cidr,
        rule: 'clients are an IPv4 range, from its first address',
        fix: 'write it like 10.0.0.0/16',
      });
  }
  checks.done();
}
