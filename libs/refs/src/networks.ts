/** A VPC. */
export interface VpcRef {
  /** Id of the VPC, `vpc-…`. */
  readonly vpcId: string;
}

/** A VPC and its subnets. The keys of the records are stable, one for each Availability Zone. */
export interface NetworkRef extends VpcRef {
  /** IPv4 range of the VPC, `10.0.0.0/16`; undefined if it is not known. */
  readonly vpcCidr: string | undefined;
  /** Ids of the subnets with a route to and from the internet; empty if there are none. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Ids of the subnets that nothing outside the VPC reaches. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  /** Ids of the route tables of the private subnets. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/** A security group. */
export interface SecurityGroupRef {
  /** Id of the security group, `sg-…`. */
  readonly securityGroupId: string;
}
