import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc as AwsVpc } from '@cdktf/provider-aws/lib/vpc';
import { type CidrBlock, mapRecord, parseCidr } from '@mcp-fleet/core';
import { newBeforeOld, type NetworkRef } from '@mcp-fleet/refs';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { FlowLog } from './flow-log';
import { ipv6Places, subnetLayout, zoneKeys, type SubnetLayout, type ZoneKey } from './subnet-layout';
import { checkVpc } from './vpc-checks';
import { withDefaults, type ResolvedVpcProps, type VpcProps, type Zone } from './vpc-props';

type ByZone = Readonly<Record<string, string>>;

/** NAT gateways by the zones that they serve, and the addresses of those whose address we chose. */
interface Nat {
  readonly natGatewayIds: ByZone;
  readonly natIpAddresses: ByZone;
}

/**
 * A VPC over one to three zones: a private subnet with a route table of its own in each, public subnets beside them,
 * a way out by NAT and IPv6 as asked, a default security group that lets nothing through, and a flow log.
 *
 * Whatever takes a subnet from here waits until the subnet has its routes.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class Vpc extends Construct implements NetworkRef {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly publicSubnetIds: ByZone;
  readonly privateSubnetIds: ByZone;
  readonly routeTableIds: ByZone;
  /** Addresses that calls from private subnets come from, for allow lists; none with `regional`, where AWS picks them. */
  readonly natIpAddresses: ByZone;
  /** The log of connections. */
  readonly flowLog: FlowLog;
  /** The VPC itself, for what no prop covers. */
  readonly resource: AwsVpc;
  private readonly settings: ResolvedVpcProps;
  private readonly layout: SubnetLayout;

  constructor(scope: Construct, id: string, props: VpcProps) {
    super(scope, id);
    this.settings = withDefaults(props);
    checkVpc(this.node.path, this.settings);
    const { name, account, region, partition, cidr, flowLog, tags } = this.settings;
    this.layout = subnetLayout(parseCidr(cidr) as CidrBlock, this.settings.privatePrefixLength);

    this.resource = this.createVpc();
    new DefaultSecurityGroup(this, 'DefaultSecurityGroup', {
      vpcId: this.resource.id,
      ingress: [],
      egress: [],
      tags: this.tagsOf('default'),
    });
    const zones = this.zones();
    const internet = this.createInternetGateway();
    this.publicSubnetIds = internet ? this.createPublicSubnets(zones, internet) : {};
    const { natGatewayIds, natIpAddresses } = this.createNat(zones, internet);
    const egressOnlyGatewayId = this.createEgressOnlyGateway();
    const made = this.createPrivateSubnets(zones, natGatewayIds, egressOnlyGatewayId);

    this.vpcId = this.resource.id;
    this.vpcCidr = cidr;
    this.privateSubnetIds = mapRecord(made, ({ subnetId }) => subnetId);
    this.routeTableIds = mapRecord(made, ({ routeTableId }) => routeTableId);
    this.natIpAddresses = natIpAddresses;
    const vpc = { vpcId: this.vpcId };
    this.flowLog = new FlowLog(this, 'FlowLog', { ...flowLog, vpc, name, account, region, partition, tags });
  }

  private createVpc(): AwsVpc {
    const { name, cidr, ipv6, tags } = this.settings;
    return new AwsVpc(this, 'Resource', {
      cidrBlock: cidr,
      assignGeneratedIpv6CidrBlock: ipv6,
      // Private DNS names of endpoints need both.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { ...tags, Name: name },
    });
  }

  private zones(): readonly Zone[] {
    const { zones } = this.settings;
    if (typeof zones !== 'number') {
      return zoneKeys.flatMap((key) => (zones[key] === undefined ? [] : [{ key, name: zones[key] }]));
    }
    const available = new DataAwsAvailabilityZones(this, 'Zones', {
      state: 'available',
      // Without Local Zones, which hold neither NAT gateways nor most endpoints.
      filter: [{ name: 'zone-type', values: ['availability-zone'] }],
      lifecycle: {
        postcondition: [
          {
            condition: `\${length(self.names) >= ${zones}}`,
            errorMessage: `The Region has fewer than ${zones} zones: give the network fewer.`,
          },
        ],
      },
    });
    return zoneKeys
      .slice(0, zones)
      .map((key, i) => ({ key, name: Fn.element(available.names, i) as string }));
  }

  private createInternetGateway(): InternetGateway | undefined {
    const { publicSubnets, nat } = this.settings;
    if (!publicSubnets && nat !== 'regional') return undefined;
    const tags = this.tagsOf('internet');
    return new InternetGateway(this, 'InternetGateway', { vpcId: this.resource.id, tags });
  }

  private createPublicSubnets(zones: readonly Zone[], internet: InternetGateway): ByZone {
    if (!this.settings.publicSubnets) return {};
    const scope = new Construct(this, 'PublicSubnets');
    const table = new RouteTable(scope, 'RouteTable', {
      vpcId: this.resource.id,
      tags: this.tagsOf('public'),
    });
    const route = { routeTableId: table.id, gatewayId: internet.id };
    const routes = [new Route(scope, 'Internet', { ...route, destinationCidrBlock: '0.0.0.0/0' })];
    if (this.settings.ipv6) {
      routes.push(new Route(scope, 'InternetIpv6', { ...route, destinationIpv6CidrBlock: '::/0' }));
    }
    return byZone(zones, (zone) => {
      const { publicCidrs } = this.layout;
      const place = ipv6Places(zone.key).publicNumber;
      const inZone = new Construct(scope, zone.key);
      const subnet = this.createSubnet(inZone, zone, 'public', publicCidrs[zone.key], place);
      return associate(inZone, subnet, table, routes);
    });
  }

  private createNat(zones: readonly Zone[], internet: InternetGateway | undefined): Nat {
    const { nat } = this.settings;
    if (internet === undefined || nat === 'none') return { natGatewayIds: {}, natIpAddresses: {} };
    const scope = new Construct(this, 'Nat');
    if (nat === 'regional') {
      const { id } = this.createRegionalNat(scope, internet);
      return { natGatewayIds: byZone(zones, () => id), natIpAddresses: {} };
    }
    const hosts = nat === 'single' ? zones.slice(0, 1) : zones;
    const made = hosts.map(({ key }) => this.createZonalNat(new Construct(scope, key), key, internet));
    return {
      natGatewayIds: Object.fromEntries(
        zones.map(({ key }, i) => [key, (made[i] ?? (made[0] as NatGateway)).id]),
      ),
      natIpAddresses: Object.fromEntries(hosts.map(({ key }, i) => [key, (made[i] as NatGateway).publicIp])),
    };
  }

  private createRegionalNat(scope: Construct, internet: InternetGateway): NatGateway {
    return new NatGateway(scope, 'Regional', {
      vpcId: this.resource.id,
      availabilityMode: 'regional',
      tags: this.tagsOf('nat'),
      dependsOn: [internet],
      lifecycle: newBeforeOld,
    });
  }

  private createZonalNat(scope: Construct, key: ZoneKey, internet: InternetGateway): NatGateway {
    const tags = this.tagsOf(`nat-${key}`);
    const common = { tags, dependsOn: [internet], lifecycle: newBeforeOld };
    const address = new Eip(scope, 'Address', { domain: 'vpc', ...common });
    return new NatGateway(scope, 'Resource', {
      subnetId: this.publicSubnetIds[key],
      allocationId: address.id,
      ...common,
    });
  }

  private createEgressOnlyGateway(): string | undefined {
    if (!this.settings.ipv6) return undefined;
    const tags = this.tagsOf('egress-only');
    return new EgressOnlyInternetGateway(this, 'EgressOnlyGateway', { vpcId: this.resource.id, tags }).id;
  }

  private createPrivateSubnets(
    zones: readonly Zone[],
    natGatewayIds: ByZone,
    egressOnlyGatewayId: string | undefined,
  ) {
    const parent = new Construct(this, 'PrivateSubnets');
    return byZone(zones, (zone) => {
      const { key } = zone;
      const scope = new Construct(parent, key);
      const place = ipv6Places(key).privateNumber;
      const subnet = this.createSubnet(scope, zone, 'private', this.layout.privateCidrs[key], place);
      const tags = this.tagsOf(`private-${key}`);
      const table = new RouteTable(scope, 'RouteTable', { vpcId: this.resource.id, tags });
      const routes = wayOut(scope, table.id, natGatewayIds[key], egressOnlyGatewayId);
      return { subnetId: associate(scope, subnet, table, routes), routeTableId: table.id };
    });
  }

  private createSubnet(scope: Construct, zone: Zone, tier: string, cidrBlock: string, place: number): Subnet {
    const { zones, ipv6 } = this.settings;
    return new Subnet(scope, 'Subnet', {
      vpcId: this.resource.id,
      availabilityZone: zone.name,
      cidrBlock,
      ...(ipv6 && {
        ipv6CidrBlock: Fn.cidrsubnet(this.resource.ipv6CidrBlock, 8, place),
        assignIpv6AddressOnCreation: true,
      }),
      tags: this.tagsOf(`${tier}-${zone.key}`),
      // A zone that AWS opens later may come first by name: what stands stays where it is.
      lifecycle: typeof zones === 'number' ? { ignoreChanges: ['availability_zone'] } : undefined,
    });
  }

  private tagsOf(part: string): Record<string, string> {
    const { name, tags } = this.settings;
    return { ...tags, Name: `${name}-${part}` };
  }
}

/** The subnet's id, known once the subnet has its routes. */
function associate(scope: Construct, subnet: Subnet, table: RouteTable, dependsOn: Route[]): string {
  const ids = { subnetId: subnet.id, routeTableId: table.id };
  return new RouteTableAssociation(scope, 'Association', { ...ids, dependsOn }).subnetId;
}

function wayOut(
  scope: Construct,
  routeTableId: string,
  natGatewayId: string | undefined,
  egressOnlyGatewayId: string | undefined,
): Route[] {
  const routes: Route[] = [];
  if (natGatewayId !== undefined) {
    const destinationCidrBlock = '0.0.0.0/0';
    routes.push(new Route(scope, 'Egress', { routeTableId, destinationCidrBlock, natGatewayId }));
  }
  if (egressOnlyGatewayId !== undefined) {
    const destinationIpv6CidrBlock = '::/0';
    const route = { routeTableId, destinationIpv6CidrBlock, egressOnlyGatewayId };
    routes.push(new Route(scope, 'EgressIpv6', route));
  }
  return routes;
}

function byZone<T>(zones: readonly Zone[], make: (zone: Zone) => T): Record<string, T> {
  return Object.fromEntries(zones.map((zone) => [zone.key, make(zone)]));
}
