import type { FlowLogSettings } from './flow-log';
import type { ZoneKey } from './subnet-layout';

/** Way by which private subnets reach the internet over IPv4. */
export type NatMode = 'none' | 'single' | 'per-zone' | 'regional';

/** The ways out of the private subnets; see {@link VpcProps.nat}. */
export const natModes: readonly NatMode[] = ['none', 'single', 'per-zone', 'regional'];

/** Props of {@link Vpc}. Texts are Terraform's: pass what users write through `literal()`. */
export interface VpcProps {
  /** Name of the VPC, and how the Name tags of all its parts begin. */
  readonly name: string;
  /** Account of the VPC, 12 digits: only its flow logs may take the role that writes them. */
  readonly account: string;
  /** Region of the VPC. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** IPv4 addresses, a private block of /16 to /24. Another one replaces the VPC. @default '10.0.0.0/16' */
  readonly cidr?: string;
  /**
   * How many zones, 1 to 3, or which: `{ a: 'us-east-1a', b: 'us-east-1c' }`. A number takes the first zones of the
   * Region by name when a subnet is made, and asks AWS for them at each plan. A load balancer needs two. @default 2
   */
  readonly zones?: number | Readonly<Partial<Record<ZoneKey, string>>>;
  /**
   * How private subnets reach the internet over IPv4: not at all, through one NAT gateway in the first zone, through
   * one in each zone, or through one that AWS spreads over the zones (`regional` needs version 6 of the AWS provider).
   * @default 'single'
   */
  readonly nat?: NatMode;
  /** Make public subnets, for NAT gateways of a zone and for load balancers that face the internet. @default true */
  readonly publicSubnets?: boolean;
  /** Size of the private subnets, such as 20 for 4,091 addresses each; for a VPC of /16 to /20. @default - a /24, or an eighth of a VPC smaller than a /21 */
  readonly privatePrefixLength?: number;
  /** Give every subnet a /64 of IPv6 as well; private ones reach out and are not reached. Once on it stays: AWS takes no block back while a subnet has a part of it. @default false */
  readonly ipv6?: boolean;
  /** Destination and retention of the flow log. @default - a log group, 30 days */
  readonly flowLog?: FlowLogSettings;
  /** Tags of everything that takes tags; Name is set. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A zone of a VPC. */
export interface Zone {
  /** Key of the zone, which is in Terraform addresses. */
  readonly key: ZoneKey;
  /** Name of the zone at AWS, or an expression that Terraform resolves to it. */
  readonly name: string;
}

/** The props with every default in its place. */
export type ResolvedVpcProps = VpcProps &
  Required<Pick<VpcProps, 'partition' | 'cidr' | 'zones' | 'nat' | 'publicSubnets' | 'ipv6' | 'flowLog'>>;

export function withDefaults(props: VpcProps): ResolvedVpcProps {
  return {
    ...props,
    partition: props.partition ?? 'aws',
    cidr: props.cidr ?? '10.0.0.0/16',
    zones: props.zones ?? 2,
    nat: props.nat ?? 'single',
    publicSubnets: props.publicSubnets ?? true,
    ipv6: props.ipv6 ?? false,
    flowLog: props.flowLog ?? {},
  };
}
