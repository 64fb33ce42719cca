/** The name of a front door, where it has one of its own. */
export interface HostPlan {
  /** `mcp.example.com` */
  readonly name: string;
  /** What HTTPS is served with. @default - plain HTTP */
  readonly certificate?: CertificatePlan;
  /** Whether its records are made in the zone of the environment's domain; otherwise somebody else makes them. */
  readonly records: boolean;
  /** Failover of the host. @default - nobody takes over */
  readonly failover?: FailoverPlan;
}

/** A certificate that exists, or one that is issued and proved in the environment's domain. */
export type CertificatePlan =
  | { readonly kind: 'given'; readonly arn: string }
  | {
      readonly kind: 'issued';
      /** The host; of a pair also all names right below it. */
      readonly names: readonly string[];
      /** Whether the records that prove it are made here, and not by the other side of a pair. */
      readonly records: boolean;
    };

/** One side of a pair of front doors with the same host, in two Regions. */
export interface FailoverPlan {
  /** Side of the pair that this front door is. */
  readonly role: 'primary' | 'secondary';
  /** Environment of the other side. */
  readonly with: string;
  /** What tells the records of the two sides apart. */
  readonly setIdentifier: string;
  /** The name of this side alone: `production.mcp.example.com`. */
  readonly ownHost: string;
  /**
   * The instance whose health decides: asked at {@link ownHost}, or, where Route 53's checkers do not get in, known by an
   * alarm over the healthy tasks of its target group.
   */
  readonly check: { readonly kind: 'endpoint' | 'alarm'; readonly instance: string };
}

/** The domain that hosts of an environment are in. */
export interface DomainPlan {
  /** Name of the hosted zone. */
  readonly zone: string;
  /** Whether the foundation makes the zone. */
  readonly create: boolean;
}
