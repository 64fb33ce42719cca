import type { Architecture, Permission, VpcRef } from '@mcp-fleet/refs';
import type { WebAdapterOptions } from './web-adapter';

/** The image of a function. */
export interface FunctionImage {
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<repository>@sha256:…`, or with `:<tag>`; same Region, one architecture. */
  readonly uri: string;
  /** Architecture that the image was built for. @default - not known, so not compared */
  readonly architecture?: Architecture;
}

/** Actions that a function may use on resources, KMS actions also through one service alone. */
export interface FunctionGrant extends Permission {
  /**
   * Service through which alone KMS actions may be used: `secretsmanager.us-east-1.amazonaws.com` for `kms:Decrypt` on
   * the key of a secret, where the key's own policy leaves its use to IAM. @default - also directly
   */
  readonly viaService?: string;
}

/** Number of calls that a function answers at once. */
export interface Concurrency {
  /** Never more than these, and always these: 0 stops the function. @default - shares what the account has */
  readonly reserved?: number;
  /** Kept warm, and paid for idle; at most the reserved ones. @default - none */
  readonly provisioned?: number;
}

/** The VPC that a function is attached to. */
export interface FunctionVpc extends VpcRef {
  /** Subnets, by keys that stay: private ones with a way out, one in each zone, 1 to 16. */
  readonly subnetIds: Readonly<Record<string, string>>;
  /** Reach out by IPv6 too; all subnets then have such addresses. @default false */
  readonly ipv6?: boolean;
  /** TCP ports to reach out by, 1 to 65535. @default [443] */
  readonly egressPorts?: readonly number[];
}

/** Logs and traces of a function. */
export interface FunctionObservability {
  /** Days that logs are kept. @default 30 */
  readonly logRetentionDays?: number;
  /**
   * Least level that is logged. Lambda takes JSON lines without a level for INFO: above it, metrics in embedded format
   * are dropped too. @default 'INFO'
   */
  readonly logLevel?: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
  /** Trace calls with X-Ray. @default false */
  readonly tracing?: boolean;
}

/** Memory, time and disk of a call of a function. */
export interface FunctionSize {
  /** Memory, 128 to 10,240 MiB; CPU grows with it. @default 256 */
  readonly memoryMiB?: number;
  /** Longest call, 1 to 900 seconds; behind an HTTP API at most 29. @default 29 */
  readonly timeoutSeconds?: number;
  /** Size of `/tmp`, the only place that can be written to, 512 to 10,240 MiB. @default 512 */
  readonly ephemeralStorageMiB?: number;
}

/** Props of `LambdaServer`. Texts are Terraform's: pass what users write through `literal()`. */
export interface LambdaServerProps extends FunctionSize {
  /** Name of the function and its role, 1 to 64 letters, digits, `-` and `_`. Another one is another function. */
  readonly functionName: string;
  /** The image: Lambda Web Adapter, router and one or more servers. */
  readonly image: FunctionImage;
  /** Processor architecture. @default 'arm64' */
  readonly architecture?: Architecture;
  /** Environment variables, at most 4,096 bytes with those of the web adapter. Never secrets. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** Full ARNs of the secrets that the function reads, without wildcards. @default [] */
  readonly secretArns?: readonly string[];
  /** ARNs of the SSM parameters that the function reads, without wildcards. @default [] */
  readonly parameterArns?: readonly string[];
  /** Further permissions of the function. @default [] */
  readonly permissions?: readonly FunctionGrant[];
  /** Bounds and warm starts. @default - on demand, within what the account has */
  readonly concurrency?: Concurrency;
  /** Logs and traces. @default - logs from INFO for 30 days, no traces */
  readonly observability?: FunctionObservability;
  /**
   * The VPC to reach private services in, and by its NAT everything else. Deleting the function takes up to 20 minutes:
   * its security group waits until Lambda has removed the network interfaces. Published versions stay in their VPC: to
   * leave it, or for another one, give the function another name. @default - none: the internet, and nothing private
   */
  readonly vpc?: FunctionVpc;
  /** Choices of the Lambda Web Adapter. @default - buffered, init within 10 seconds */
  readonly webAdapter?: WebAdapterOptions;
  /** Description of a published version, such as its commit; at most 256 characters. @default - none */
  readonly description?: string;
  /** Tags of function, role, log group and security group. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

type Defaulted =
  | 'architecture'
  | 'memoryMiB'
  | 'timeoutSeconds'
  | 'ephemeralStorageMiB'
  | 'environment'
  | 'secretArns'
  | 'parameterArns'
  | 'permissions';

/** Props with all defaults in place. */
export type ResolvedLambdaServerProps = Omit<LambdaServerProps, Defaulted | 'observability'> &
  Required<Pick<LambdaServerProps, Defaulted>> & { readonly observability: Required<FunctionObservability> };

/** The props of a function with their defaults. */
export function withDefaults(props: LambdaServerProps): ResolvedLambdaServerProps {
  return {
    ...props,
    architecture: props.architecture ?? 'arm64',
    memoryMiB: props.memoryMiB ?? 256,
    timeoutSeconds: props.timeoutSeconds ?? 29,
    ephemeralStorageMiB: props.ephemeralStorageMiB ?? 512,
    environment: props.environment ?? {},
    secretArns: props.secretArns ?? [],
    parameterArns: props.parameterArns ?? [],
    permissions: props.permissions ?? [],
    observability: {
      logRetentionDays: props.observability?.logRetentionDays ?? 30,
      logLevel: props.observability?.logLevel ?? 'INFO',
      tracing: props.observability?.tracing ?? false,
    },
  };
}
