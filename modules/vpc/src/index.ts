/**
 * The network of a fleet: an Amazon VPC in one to three zones with public and private subnets, a choice of NAT, no inbound
 * traffic by default, and flow logs. An existing VPC can be used by its ids, as the same ref. Create the network once for
 * an environment, in a separate stack.
 *
 * You can change `nat` at any time: routes keep their address and point to the new gateway before the old one is deleted.
 * You can add zones; a subnet never moves.
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
