import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { SecurityGroupRef } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { EndpointClient } from './endpoint-client';
import { interfacePolicy, s3Policy } from './endpoint-policies';
import type { InterfaceService } from './endpoint-services';
import { checkVpcEndpoints } from './vpc-endpoints-checks';
import { withDefaults, type ResolvedVpcEndpointsProps, type VpcEndpointsProps } from './vpc-endpoints-props';

/**
 * Endpoints of AWS services in a VPC: S3 through route tables, which costs nothing, and on request others by addresses
 * in subnets, under the names that the services have anyway. Policies let through what servers and their tasks do, as
 * principals of this account.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class VpcEndpoints extends Construct {
  /** Security group of the interface endpoints, for an EndpointClient; undefined if there are none. */
  readonly securityGroup: SecurityGroupRef | undefined;
  /** Addresses of S3 in the Region, for rules of security groups. */
  readonly s3PrefixListId: string;
  /** The endpoint of S3 itself, for what no prop covers. */
  readonly s3: VpcEndpoint;
  /** The interface endpoints themselves, by service. */
  readonly interfaces: Readonly<Partial<Record<InterfaceService, VpcEndpoint>>>;
  private readonly settings: ResolvedVpcEndpointsProps;

  constructor(scope: Construct, id: string, props: VpcEndpointsProps) {
    super(scope, id);
    this.settings = withDefaults(props);
    checkVpcEndpoints(this.node.path, this.settings);

    this.s3 = this.createS3();
    const group = this.settings.services.length > 0 ? this.createSecurityGroup() : undefined;
    this.interfaces = group ? this.createInterfaces(group, this.createRules(group)) : {};

    this.securityGroup = group && { securityGroupId: group.id };
    this.s3PrefixListId = this.s3.prefixListId;
  }

  private createS3(): VpcEndpoint {
    const { vpc, routeTableIds } = this.settings;
    return new VpcEndpoint(this, 'S3', {
      vpcId: vpc.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: this.serviceName('s3'),
      routeTableIds: valuesByKey(routeTableIds),
      policy: s3Policy(this.settings),
      tags: this.tagsOf('s3'),
    });
  }

  private createSecurityGroup(): SecurityGroup {
    const { name, vpc, tags } = this.settings;
    return new SecurityGroup(this, 'SecurityGroup', {
      name,
      description: 'VPC endpoints of AWS services',
      vpcId: vpc.vpcId,
      tags: { ...tags, Name: name },
    });
  }

  private createRules(group: SecurityGroup): ITerraformDependable[] {
    const { clients = {}, clientCidr, tags } = this.settings;
    const endpoints = { securityGroupId: group.id };
    const scope = new Construct(this, 'Clients');
    const rules = Object.entries(clients).map(
      ([key, client]) => new EndpointClient(scope, key, { endpoints, client, tags }).resource,
    );
    if (clientCidr === undefined) return rules;
    const cidr = new VpcSecurityGroupIngressRule(this, 'ClientCidr', {
      securityGroupId: group.id,
      description: 'HTTPS, from clients in the network',
      cidrIpv4: clientCidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      tags,
    });
    return [...rules, cidr];
  }

  private createInterfaces(group: SecurityGroup, rules: ITerraformDependable[]) {
    const { vpc, services, subnetIds } = this.settings;
    const scope = new Construct(this, 'Interfaces');
    const make = (service: InterfaceService) =>
      new VpcEndpoint(scope, partName(service), {
        vpcId: vpc.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: this.serviceName(service),
        // Without an address type they are of IPv4 alone, in subnets with IPv6 too; so are their private names.
        subnetIds: valuesByKey(subnetIds),
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
        policy: interfacePolicy(service, this.settings),
        tags: this.tagsOf(partName(service)),
        // From the moment an endpoint exists all calls go to it.
        dependsOn: rules.length > 0 ? rules : undefined,
      });
    return Object.fromEntries(services.map((service) => [service, make(service)]));
  }

  private serviceName(service: string): string {
    return `com.amazonaws.${this.settings.region}.${service}`;
  }

  private tagsOf(part: string): Record<string, string> {
    const { name, tags } = this.settings;
    return { ...tags, Name: `${name}-${part}` };
  }
}

/** A service as part of a name and of a Terraform address. */
function partName(service: InterfaceService): string {
  return service.replace('.', '-');
}

/** In the order of the keys, so that the order in which they are written changes nothing. */
function valuesByKey(record: Readonly<Record<string, string>>): string[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
}
