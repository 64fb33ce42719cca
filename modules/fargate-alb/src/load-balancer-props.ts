import type { Place } from '@mcp-fleet/refs';

/** VPC and subnets of a load balancer, and the clients that may call it. */
export interface LoadBalancerNetwork {
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Subnets of the load balancer by zone, at least two: public ones where it faces the internet. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** IPv4 ranges of the clients that may call, by stable keys. @default - all clients, if the load balancer faces the internet */
  readonly clientCidrs?: Readonly<Record<string, string>>;
  /**
   * All subnets, those of tasks too, have addresses of IPv6 with a way out. A load balancer that everybody on the
   * internet may call then answers by IPv6 too. Others stay IPv4: who may call them is said in IPv4. @default false
   */
  readonly ipv6?: boolean;
}

/** Bucket that a load balancer logs requests to. */
export interface AccessLogs {
  /** Name of a bucket of our own that is made for them, unique in the world; or of a given one. */
  readonly bucketName: string;
  /** The bucket is somebody else's, with a policy that lets load balancers write. @default false */
  readonly given?: boolean;
  /** Days that logs are kept in a bucket of our own. @default 90 */
  readonly retentionDays?: number;
}

/** Props of `LoadBalancer`. Texts are Terraform's: pass what users write through `literal()`. */
export interface LoadBalancerProps {
  /** Name of the load balancer, at most 32 letters, digits and hyphens; its security group is `<name>-alb`. */
  readonly name: string;
  /** VPC and subnets of the load balancer, and the clients that may call it. */
  readonly network: LoadBalancerNetwork;
  /** Clients that reach the load balancer: of the internet, or of the VPC alone. @default 'internal' */
  readonly exposure?: 'internet' | 'internal';
  /** Certificate of the HTTPS listener, in the same Region. @default - none: then `plainHttp` has to be said */
  readonly certificateArn?: string;
  /** Serve plain HTTP on port 80, and no HTTPS: tokens cross the network readable. @default false */
  readonly plainHttp?: boolean;
  /** Name that clients use. @default - that of the load balancer, for which no certificate is valid */
  readonly host?: string;
  /** TLS policy of the listener. @default 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09' */
  readonly sslPolicy?: string;
  /** A connection that is silent so long is cut, 1 to 4,000 seconds; above the longest answer. @default 300 */
  readonly idleTimeoutSeconds?: number;
  /** AWS refuses to delete it. @default false */
  readonly deletionProtection?: boolean;
  /** Log of requests in S3. @default - requests are not logged */
  readonly accessLogs?: AccessLogs;
  /** Web ACL of WAF that looks at requests first. @default - none */
  readonly webAclArn?: string;
  /** Account, Region and partition of the load balancer; the policy of the bucket names the account. @default - asked of AWS when Terraform plans */
  readonly place?: Place;
  /** Tags of load balancer, listeners, security group and bucket. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Today's policy with TLS 1.2 and 1.3, and post-quantum key exchange. */
export const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09';
