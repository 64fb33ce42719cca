/**
 * The network of a fleet: an Amazon VPC over one to three zones with public and private subnets, a way out of your
 * choice, nothing let in by default, and a log of its connections. Or a VPC that exists, by its ids, as the same ref.
 * Use it once for an environment, in a stack of its own.
 *
 * Switch `nat` at any time: routes stay where they are and lead to the new gateway before the old one goes. Zones can
 * be added; a subnet is never moved.
 *
 * @packageDocumentation
 */
export * from './existing-network';
export { FlowLog, type FlowLogProps, type FlowLogSettings } from './flow-log';
export {
  largePrivatePrefixes,
  subnetLayout,
  zoneKeys,
  type SubnetLayout,
  type ZoneKey,
} from './subnet-layout';
export * from './vpc';
export { natModes, type NatMode, type VpcProps } from './vpc-props';
