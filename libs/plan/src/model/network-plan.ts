/** The VPC of an environment: one of its own, in a stack of its own, or one that exists. */
export type NetworkPlan = OwnNetworkPlan | ExistingNetworkPlan;

/** A VPC that the environment makes. */
export interface OwnNetworkPlan {
  readonly kind: 'own';
  readonly stack: string;
  /** Name of the VPC. */
  readonly name: string;
  readonly cidr: string;
  readonly zones: number | ZoneNames;
  readonly nat: 'none' | 'single' | 'per-zone' | 'regional';
  readonly ipv6: boolean;
  /** Whether a load balancer needs public subnets. NAT gateways of zones have some in any case. */
  readonly publicSubnets: boolean;
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
  readonly kind: 'existing';
  readonly vpcId: string;
  readonly cidr?: string;
  readonly ipv6: boolean;
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  readonly privateSubnetIds: Readonly<Record<string, string>>;
}

/** Names of zones by their keys. */
export interface ZoneNames {
  readonly a?: string;
  readonly b?: string;
  readonly c?: string;
}
