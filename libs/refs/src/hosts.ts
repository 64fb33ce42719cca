/** A public hosted zone of Route 53. */
export interface HostedZoneRef {
  /** Id of the zone, `Z…`. */
  readonly zoneId: string;
  /** Domain that the zone answers for, `mcp.example.com`, without a dot at the end. */
  readonly zoneName: string;
}

/** The target of an alias record: a load balancer, or the domain name of an API. */
export interface AliasTargetRef {
  /** DNS name that AWS gave the target. */
  readonly dnsName: string;
  /** Id of the hosted zone of that name, which belongs to AWS. */
  readonly zoneId: string;
}

/** A health check of Route 53. */
export interface HealthCheckRef {
  /** Id of the health check. */
  readonly healthCheckId: string;
  /** Host that the check calls. @default - the check calls no host */
  readonly checkedHost?: string;
}
