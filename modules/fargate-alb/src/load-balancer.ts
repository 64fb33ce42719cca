import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { mapRecord } from '@mcp-fleet/core';
import type { ListenerRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { AccessLogBucket } from './access-log-bucket';
import { checkLoadBalancer } from './load-balancer-checks';
import { placeOf } from './place';
import { DEFAULT_SSL_POLICY, type LoadBalancerProps } from './load-balancer-props';

/** What the listener answers where no rule matches: as a router would. */
const NOT_FOUND = JSON.stringify({
  jsonrpc: '2.0',
  id: null,
  error: { code: -32001, message: 'There is no MCP server at this path.' },
});

/**
 * An Application Load Balancer with one listener for MCP servers: HTTPS, and port 80 redirects to it. Answers stream; a
 * connection may be silent for five minutes.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LoadBalancer extends Construct implements ListenerRef {
  readonly listenerArn: string;
  readonly loadBalancerArnSuffix: string;
  readonly securityGroupId: string;
  /** Name that AWS gives it, for alias records. */
  readonly dnsName: string;
  /** Hosted zone of that name, for alias records. */
  readonly zoneId: string;
  /** `https://<host>`, or what takes its place. */
  readonly url: string;
  /** The load balancer itself, for what no prop covers. */
  readonly resource: Lb;
  /** The listener that rules are added to. */
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    checkLoadBalancer(this.node.path, props);

    const securityGroup = this.createSecurityGroup(props);
    this.resource = this.createLoadBalancer(props, securityGroup);
    this.listener = this.createListener(props);
    if (props.webAclArn !== undefined) {
      new Wafv2WebAclAssociation(this, 'WebAcl', {
        resourceArn: this.resource.arn,
        webAclArn: props.webAclArn,
      });
    }

    this.listenerArn = this.listener.arn;
    this.loadBalancerArnSuffix = this.resource.arnSuffix;
    this.securityGroupId = securityGroup.id;
    this.dnsName = this.resource.dnsName;
    this.zoneId = this.resource.zoneId;
    this.url = `${props.plainHttp ? 'http' : 'https'}://${props.host ?? this.dnsName}`;
  }

  private createSecurityGroup(props: LoadBalancerProps): SecurityGroup {
    const { name, network, plainHttp, tags } = props;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      name: `${name}-alb`,
      description: `Clients of the MCP servers ${name}`,
      vpcId: network.vpcId,
      tags,
      lifecycle: { createBeforeDestroy: true },
    });
    const ingress = new Construct(this, 'Ingress');
    for (const [key, range] of Object.entries(clientRanges(props))) {
      for (const port of plainHttp ? [80] : [443, 80]) {
        new VpcSecurityGroupIngressRule(ingress, `${key}-${port}`, {
          securityGroupId: group.id,
          description: port === 443 ? 'HTTPS' : plainHttp ? 'HTTP' : 'HTTP, which is redirected to HTTPS',
          ...range,
          ipProtocol: 'tcp',
          fromPort: port,
          toPort: port,
          tags,
        });
      }
    }
    return group;
  }

  private createLoadBalancer(props: LoadBalancerProps, securityGroup: SecurityGroup): Lb {
    return new Lb(this, 'Resource', {
      name: props.name,
      loadBalancerType: 'application',
      internal: props.exposure !== 'internet',
      ipAddressType: isDualStack(props) ? 'dualstack' : undefined,
      subnets: Object.values(props.network.subnetIds),
      securityGroups: [securityGroup.id],
      idleTimeout: props.idleTimeoutSeconds ?? 300,
      // A header that is not valid HTTP must not reach a server that reads it otherwise.
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.deletionProtection ?? false,
      accessLogs: this.accessLogs(props),
      tags: props.tags,
    });
  }

  private accessLogs({ accessLogs, deletionProtection, place, tags }: LoadBalancerProps) {
    if (accessLogs === undefined) return undefined;
    if (accessLogs.given) return { enabled: true, bucket: accessLogs.bucketName };
    const { bucketName } = new AccessLogBucket(this, 'AccessLogs', {
      bucketName: accessLogs.bucketName,
      retentionDays: accessLogs.retentionDays ?? 90,
      account: (place ?? placeOf(this)).account,
      forceDestroy: deletionProtection !== true,
      tags,
    });
    return { enabled: true, bucket: bucketName };
  }

  private createListener(props: LoadBalancerProps): LbListener {
    const notFound = {
      type: 'fixed-response',
      fixedResponse: { contentType: 'application/json', statusCode: '404', messageBody: NOT_FOUND },
    };
    const loadBalancerArn = this.resource.arn;
    const { tags } = props;
    if (props.plainHttp) {
      return new LbListener(this, 'Http', {
        loadBalancerArn,
        port: 80,
        protocol: 'HTTP',
        defaultAction: [notFound],
        tags,
      });
    }
    new LbListener(this, 'Redirect', {
      loadBalancerArn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [
        { type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } },
      ],
      tags,
    });
    return new LbListener(this, 'Https', {
      loadBalancerArn,
      port: 443,
      protocol: 'HTTPS',
      certificateArn: props.certificateArn,
      sslPolicy: props.sslPolicy ?? DEFAULT_SSL_POLICY,
      defaultAction: [notFound],
      tags,
    });
  }
}

/**
 * Whether it has addresses of IPv6. Without a range that may use them, callers that try IPv6 first would wait for
 * nothing: so only where everybody may call.
 */
function isDualStack({ exposure, network }: LoadBalancerProps): boolean {
  return network.ipv6 === true && exposure === 'internet' && network.clientCidrs === undefined;
}

/** Who may call, by keys that stay. */
function clientRanges(props: LoadBalancerProps): Record<string, { cidrIpv4: string } | { cidrIpv6: string }> {
  const { exposure, network } = props;
  if (network.clientCidrs) return mapRecord(network.clientCidrs, (cidrIpv4) => ({ cidrIpv4 }));
  if (exposure !== 'internet') return {};
  return {
    everybody: { cidrIpv4: '0.0.0.0/0' },
    ...(isDualStack(props) ? { 'everybody-ipv6': { cidrIpv6: '::/0' } } : {}),
  };
}
