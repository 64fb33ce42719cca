/** The VPC of an environment: one of its own, in a stack of its own, or one that exists. */
export type NetworkPlan = OwnNetworkPlan | ExistingNetworkPlan;

/** A VPC that the environment makes. */
export interface OwnNetworkPlan {
  /** Distinguishes a VPC that is made from one that exists. */
  readonly kind: 'own';
  /** Name of its stack. */
  readonly stack: string;
  /** Name of the VPC. */
  readonly name: string;
  /** IPv4 block of the VPC. */
  readonly cidr: string;
  /** Number of Availability Zones, or their names. */
  readonly zones: number | ZoneNames;
  /** Way to the internet. */
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  /** True if it has IPv6 addresses. */
  readonly ipv6: boolean;
  /** Whether a load balancer needs public subnets. NAT gateways of zones have some in any case. */
  readonly publicSubnets: boolean;
  /** Prefix length of each private subnet. @default - by the size of the VPC */
  readonly privatePrefixLength?: number;
  /** Whether AWS services are reached by endpoints of their own, beside that of S3. */
  readonly interfaceEndpoints: boolean;
  /** Buckets of others that objects are read from by signed URLs, through the endpoint of S3. */
  readonly publicBuckets: readonly string[];
  /** ARNs of S3 that manifests ask for: the account of a bucket is not in its ARN. */
  readonly s3Arns: readonly string[];
}

/** A VPC that somebody else made. */
export interface ExistingNetworkPlan {
  /** Distinguishes a VPC that exists from one that is made. */
  readonly kind: 'existing';
  /** Id of the VPC. */
  readonly vpcId: string;
  /** IPv4 block of the VPC. @default - unknown */
  readonly cidr?: string;
  /** True if its subnets have IPv6 addresses. */
  readonly ipv6: boolean;
  /** Ids of the public subnets, by zone. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Ids of the private subnets, by zone. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
}

/** Names of zones by their keys. */
export interface ZoneNames {
  /** Zone of the subnets a. @default - there are none */
  readonly a?: string;
  /** Zone of the subnets b. @default - there are none */
  readonly b?: string;
  /** Zone of the subnets c. @default - there are none */
  readonly c?: string;
}
