import { literal } from '@mcp-fleet/core';
import type { AwsFleetPlan, OwnNetworkPlan } from '@mcp-fleet/plan';
import type { NetworkRef } from '@mcp-fleet/refs';
import { Vpc } from '@mcp-fleet/vpc';
import { endpointsFor, VpcEndpoints } from '@mcp-fleet/vpc-endpoints';
import { TerraformOutput } from 'cdktf';
import type { App } from 'cdktf';
import type { Tenants } from './aws-targets';
import { awsTarget } from './aws-targets';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';

export interface NetworkStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  /** Plan of the environment. */
  readonly plan: AwsFleetPlan;
  /** Plan of the VPC. */
  readonly network: OwnNetworkPlan;
}

/** The VPC of an environment, and the endpoints in it. */
export class NetworkStack extends FleetStack {
  readonly network: NetworkRef;

  constructor(scope: App, props: NetworkStackProps) {
    const { plan, network } = props;
    super(scope, { ...props, name: network.stack });
    const { account, region, partition } = plan.aws;
    const vpc = new Vpc(this, 'vpc', {
      name: network.name,
      account,
      region,
      partition,
      cidr: network.cidr,
      zones: network.zones,
      nat: network.nat,
      publicSubnets: network.publicSubnets,
      ipv6: network.ipv6,
      ...(network.privatePrefixLength === undefined
        ? {}
        : { privatePrefixLength: network.privatePrefixLength }),
    });
    new VpcEndpoints(this, 'endpoints', {
      name: network.name,
      vpc,
      account,
      region,
      partition,
      routeTableIds: vpc.routeTableIds,
      publicBuckets: network.publicBuckets,
      s3Arns: network.s3Arns.map(literal),
      ...(network.interfaceEndpoints
        ? {
            services: endpointsFor(featuresOf(plan)),
            subnetIds: vpc.privateSubnetIds,
            // The deployments are in states of their own: what they hold is not known here, but that it is in the VPC.
            clientCidr: network.cidr,
            secretPrefixes: [`mcp/${plan.environment}/`],
            parameterPrefixes: parameterPrefixes(plan),
            registryAccounts: [...new Set([account, ...registryAccounts(plan)])],
          }
        : {}),
    });
    this.network = vpc;
    new TerraformOutput(this, 'vpc_id', { description: 'Id of the VPC.', value: vpc.vpcId });
    new TerraformOutput(this, 'nat_ip_addresses', {
      description: 'Addresses that the servers call from, for allow lists of what they call.',
      value: vpc.natIpAddresses,
    });
  }
}

function tenantsOf({ deployments }: AwsFleetPlan): Tenants {
  const all = Object.values(deployments).map((deployment) => awsTarget(deployment).tenants(deployment));
  return {
    services: all.flatMap(({ services }) => services),
    functions: all.flatMap(({ functions }) => functions),
  };
}

/** Images and logs of functions are Lambda's own affair, outside of the VPC: their code calls for the rest alone. */
function featuresOf(plan: AwsFleetPlan): Parameters<typeof endpointsFor>[0] {
  const { services, functions } = tenantsOf(plan);
  const containers = services.flatMap((service) => Object.values(service.containers));
  const tasks = services.length > 0;
  return {
    ...(tasks ? { tasksIn: plan.aws.region } : {}),
    images: tasks,
    logs: tasks,
    secrets:
      containers.some(({ secrets }) => Object.keys(secrets).length > 0) ||
      functions.some(({ secrets }) => secrets.length > 0),
    parameters: [...services, ...functions].some(({ parameterArns }) => parameterArns.length > 0),
    exec: services.some(({ exec }) => exec),
  };
}

/** `/mcp/dev/` of `arn:…:parameter/mcp/dev/gitlab-url`. */
function parameterPrefixes(plan: AwsFleetPlan): string[] {
  const { services, functions } = tenantsOf(plan);
  const arns = [...services, ...functions].flatMap(({ parameterArns }) => parameterArns);
  const folders = arns.map((arn) => {
    const path = arn.slice(arn.indexOf(':parameter') + ':parameter'.length);
    // One at the root has no folder but that of all others.
    return path.lastIndexOf('/') > 0 ? path.replace(/[^/]*$/, '') : path;
  });
  return [...new Set(folders)].sort();
}

function registryAccounts(plan: AwsFleetPlan): string[] {
  return tenantsOf(plan).services.flatMap(({ containers }) =>
    Object.values(containers).map(({ image }) => image.registry.account),
  );
}
