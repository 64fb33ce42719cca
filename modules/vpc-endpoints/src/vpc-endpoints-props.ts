import type { SecurityGroupRef, VpcRef } from '@mcp-fleet/refs';
import type { InterfaceService } from './endpoint-services';

/** Access that the policies of endpoints allow, beside the account's own resources. */
export interface EndpointScope {
  /** Accounts whose ECR repositories images come from. @default - the account */
  readonly registryAccounts?: readonly string[];
  /** Prefixes of the names of the secrets that may be read: `mcp/dev/`. Needed with `secretsmanager`. @default [] */
  readonly secretPrefixes?: readonly string[];
  /** Prefixes of the names of the SSM parameters that may be read: `/mcp/dev/`. Needed with `ssm`. @default [] */
  readonly parameterPrefixes?: readonly string[];
  /** Names of buckets in the Region whose objects are read without an identity of this account, by URLs that their owners signed; `*` stands for any characters. @default [] */
  readonly publicBuckets?: readonly string[];
  /** ARNs of S3, of buckets and objects in whichever account, that roles of this account are granted. @default [] */
  readonly s3Arns?: readonly string[];
}

/** Props of {@link VpcEndpoints}. Texts are Terraform's: pass what users write through `literal()`. */
export interface VpcEndpointsProps extends EndpointScope {
  /** Name of the security group, and how Name tags begin: `<name>-s3`. At most 255 characters. */
  readonly name: string;
  /** The VPC. It has DNS names and resolution on. */
  readonly vpc: VpcRef;
  /** Account whose principals may call, 12 digits. */
  readonly account: string;
  /** Region of the VPC. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** Route tables that lead to S3 through its endpoint, by keys that stay. */
  readonly routeTableIds: Readonly<Record<string, string>>;
  /** Services that get an interface endpoint; `endpointsFor` says which are of use. @default [] */
  readonly services?: readonly InterfaceService[];
  /** Subnets of the interface endpoints, by keys that stay: one in each zone that has callers. @default {} */
  readonly subnetIds?: Readonly<Record<string, string>>;
  /** Security groups that may call, by keys that stay. `{}` where callers let themselves in by an EndpointClient. @default - none */
  readonly clients?: Readonly<Record<string, SecurityGroupRef>>;
  /** IPv4 addresses that may call, such as those of the VPC. @default - none */
  readonly clientCidr?: string;
  /** Tags of everything; Name is set. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The props with every default in its place. */
export type ResolvedVpcEndpointsProps = VpcEndpointsProps &
  Required<
    Pick<
      VpcEndpointsProps,
      | 'partition'
      | 'services'
      | 'subnetIds'
      | 'registryAccounts'
      | 'secretPrefixes'
      | 'parameterPrefixes'
      | 'publicBuckets'
      | 's3Arns'
    >
  >;

export function withDefaults(props: VpcEndpointsProps): ResolvedVpcEndpointsProps {
  return {
    ...props,
    partition: props.partition ?? 'aws',
    services: props.services ?? [],
    subnetIds: props.subnetIds ?? {},
    registryAccounts: props.registryAccounts ?? [props.account],
    secretPrefixes: props.secretPrefixes ?? [],
    parameterPrefixes: props.parameterPrefixes ?? [],
    publicBuckets: props.publicBuckets ?? [],
    s3Arns: props.s3Arns ?? [],
  };
}
