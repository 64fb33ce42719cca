import { didYouMean, isUnresolved, limits, parseCidr, PropChecks, type Limit } from '@mcp-fleet/core';
import { interfacePolicy, s3Policy } from './endpoint-policies';
import { interfaceServices } from './endpoint-services';
import type { ResolvedVpcEndpointsProps } from './vpc-endpoints-props';

/**
 * Checks the props of endpoints.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkVpcEndpoints(path: string, props: ResolvedVpcEndpointsProps): void {
  const { vpc } = limits;
  const checks = new PropChecks(path)
    .within('name', vpc.securityGroupName, props.name, 'use these characters')
    .within('name', vpc.nameTag, `${props.name}-secretsmanager`, 'use these characters, and fewer')
    .within('vpc.vpcId', vpc.vpcId, props.vpc.vpcId, 'give the id of the VPC')
    .within('account', limits.iam.accountId, props.account)
    .within('region', limits.iam.region, props.region)
    .must(Object.keys(props.routeTableIds).length > 0, {
      prop: 'routeTableIds',
      value: props.routeTableIds,
      rule: 'the endpoint of S3 works through route tables, at least one',
      fix: 'give those of the private subnets',
    });
  checkIds(checks, 'routeTableIds', vpc.routeTableId, props.routeTableIds);
  checkServices(checks, props);
  checkScope(checks, props);
  checks.within('publicBuckets', vpc.endpointPolicyText, s3Policy(props), 'name fewer buckets');
  if (props.services.length > 0) checkInterfaces(checks, props);
  checks.done();
}

function checkServices(checks: PropChecks, { services, partition }: ResolvedVpcEndpointsProps): void {
  services.forEach((service, i) =>
    checks
      .must(interfaceServices.includes(service), {
        prop: `services[${i}]`,
        value: service,
        rule: 'an interface endpoint is for one of the services that servers and their tasks use',
        fix: didYouMean(service, interfaceServices),
      })
      .must(services.indexOf(service) === i, {
        prop: `services[${i}]`,
        value: service,
        rule: 'a service has one endpoint',
        fix: 'remove it',
      }),
  );
  checks.must(services.length === 0 || partition !== 'aws-cn', {
    prop: 'services',
    value: services,
    rule: 'in China the names of services follow no one rule, so interface endpoints are not made there',
    fix: 'leave them out; the endpoint of S3 is made',
  });
}

function checkInterfaces(checks: PropChecks, props: ResolvedVpcEndpointsProps): void {
  const { clients, clientCidr, subnetIds, services } = props;
  checks
    .must(Object.keys(subnetIds).length > 0, {
      prop: 'subnetIds',
      value: subnetIds,
      rule: 'an interface endpoint has an address in at least one subnet',
      fix: 'give a private subnet of each zone',
    })
    .must(clients !== undefined || clientCidr !== undefined, {
      prop: 'clients',
      value: clients,
      rule: 'the names of a service lead to its endpoint in the whole VPC, so where nobody is let in, nobody reaches the service any more',
      fix: 'name the security groups that call, or give clientCidr; {} where callers let themselves in',
    })
    .must(clientCidr === undefined || isUnresolved(clientCidr) || parseCidr(clientCidr) !== undefined, {
      prop: 'clientCidr',
      value: clientCidr,
      rule: 'addresses are an IPv4 block that begins with its first address',
      fix: 'write it like 10.0.0.0/16',
    })
    .must(clientCidr !== '0.0.0.0/0', {
      prop: 'clientCidr',
      value: clientCidr,
      rule: 'endpoints are called from the VPC only',
      fix: 'give the addresses of the VPC',
    });
  checkIds(checks, 'subnetIds', limits.vpc.subnetId, subnetIds);
  const groups = Object.entries(clients ?? {}).map(([key, client]) => [key, client.securityGroupId]);
  checkIds(checks, 'clients', limits.vpc.securityGroupId, Object.fromEntries(groups));
  checkPrefixes(checks, props);
  for (const service of services.filter((it) => interfaceServices.includes(it))) {
    const text = interfacePolicy(service, props);
    checks.within('services', limits.vpc.endpointPolicyText, text, `name less for ${service}`);
  }
}

function checkPrefixes(
  checks: PropChecks,
  { services, secretPrefixes, parameterPrefixes }: ResolvedVpcEndpointsProps,
): void {
  checks
    .must(!services.includes('secretsmanager') || secretPrefixes.length > 0, {
      prop: 'secretPrefixes',
      value: secretPrefixes,
      rule: 'the endpoint of Secrets Manager lets through what is named, not all secrets of the account',
      fix: "name them by how they begin: ['mcp/<environment>/']",
    })
    .must(!services.includes('ssm') || parameterPrefixes.length > 0, {
      prop: 'parameterPrefixes',
      value: parameterPrefixes,
      rule: 'the endpoint of SSM lets through what is named, not all parameters of the account',
      fix: "name them by how they begin: ['/mcp/<environment>/']",
    });
}

function checkScope(checks: PropChecks, props: ResolvedVpcEndpointsProps): void {
  const { partition, registryAccounts, secretPrefixes, parameterPrefixes, publicBuckets, s3Arns } = props;
  registryAccounts.forEach((account, i) =>
    checks.within(`registryAccounts[${i}]`, limits.iam.accountId, account),
  );
  publicBuckets.forEach((bucket, i) => checks.within(`publicBuckets[${i}]`, limits.s3.bucketPattern, bucket));
  s3Arns.forEach((arn, i) =>
    checks.must(isUnresolved(arn) || new RegExp(`^arn:${partition}:s3:\\S+$`).test(arn), {
      prop: `s3Arns[${i}]`,
      value: arn,
      rule: `what is let through is of S3, by its ARN in the partition ${partition}`,
      fix: `write it like arn:${partition}:s3:::acme-files/*`,
    }),
  );
  secretPrefixes.forEach((prefix, i) =>
    checks.must(isUnresolved(prefix) || /^[A-Za-z0-9/_+=.@-]+$/.test(prefix), {
      prop: `secretPrefixes[${i}]`,
      value: prefix,
      rule: 'the beginning of a name is letters, digits and / _ + = . @ -; what follows is added',
      fix: 'write it like mcp/dev/',
    }),
  );
  parameterPrefixes.forEach((prefix, i) =>
    checks.must(isUnresolved(prefix) || /^\/[A-Za-z0-9_./-]+$/.test(prefix), {
      prop: `parameterPrefixes[${i}]`,
      value: prefix,
      rule: 'the beginning of a path is / and letters, digits and / _ . -; what follows is added',
      fix: 'write it like /mcp/dev/',
    }),
  );
}

/** Ids, and the keys by which Terraform knows what is made for them. */
function checkIds(
  checks: PropChecks,
  prop: string,
  limit: Limit,
  ids: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(ids)) {
    checks
      .must(/^(?!constructor$)[A-Za-z0-9][A-Za-z0-9_-]*$/.test(key), {
        prop: `${prop}.${key}`,
        value: key,
        rule: 'a key is letters, digits, - and _, begins with a letter or digit, and is not "constructor"',
        fix: 'rename it',
      })
      .within(`${prop}.${key}`, limit, value, 'give its id');
  }
}
