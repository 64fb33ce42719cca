import type { Permission } from '@mcp-fleet/catalog';
import type { FleetErrorDetails } from '@mcp-fleet/core';
import type { DockerDeploymentPlan, EnvFileSecret } from './docker-plan';
import type { FargateDeploymentPlan } from './fargate-plan';
import type { DomainPlan, HostPlan } from './host-plan';
import type { NetworkPlan } from './network-plan';
import type { RouterDeployment } from './router-variables';

/**
 * One environment, checked and complete: everything the stacks are made from. Pure data, equal for equal input. It is
 * at AWS, or on a laptop: then it has no `aws` and no `foundation`.
 */
export type FleetPlan = AwsFleetPlan | LaptopFleetPlan;

/** What a plan has wherever it runs. */
export interface FleetPlanBase {
  readonly environment: string;
  readonly protected: boolean;
  readonly state: StatePlan;
  /** Tags of every resource of the environment. */
  readonly tags: Readonly<Record<string, string>>;
  /** Deployments that are taken down: each is a stack of which nothing is left but its state. */
  readonly retired: readonly string[];
  /** Broken rules that the environment file acknowledges. */
  readonly acknowledged: readonly Acknowledged[];
  /** What is legal but unwise, and not acknowledged. */
  readonly warnings: readonly FleetErrorDetails[];
}

/** An environment at AWS. */
export interface AwsFleetPlan extends FleetPlanBase {
  readonly aws: AwsPlan;
  readonly foundation: FoundationPlan;
  /** Where a deployment runs in tasks. */
  readonly network?: NetworkPlan;
  /** Where hosts are. @default - nowhere */
  readonly domain?: DomainPlan;
  /** Whom alarms tell. @default - there are no alarms */
  readonly alarms?: AlarmsPlan;
  /** @default - there is none */
  readonly dashboard?: DashboardPlan;
  /** Whether CloudWatch masks credentials in the logs. */
  readonly maskLogs: boolean;
  readonly deployments: Readonly<Record<string, AwsDeploymentPlan>>;
}

/** An environment of containers on a laptop. */
export interface LaptopFleetPlan extends FleetPlanBase {
  readonly aws?: undefined;
  readonly foundation?: undefined;
  readonly network?: undefined;
  readonly deployments: Readonly<Record<string, DockerDeploymentPlan>>;
  /** What its .env has to hold, by instance; `access` holds the tokens. */
  readonly envFile: Readonly<Record<string, EnvFileSecret>>;
}

/** Whom the alarms of an environment tell. */
export interface AlarmsPlan {
  readonly topic:
    | {
        readonly kind: 'own';
        readonly name: string;
        /** Addresses by a key that stays. */
        readonly emails: Readonly<Record<string, string>>;
      }
    | { readonly kind: 'given'; readonly arn: string };
}

export interface DashboardPlan {
  readonly stack: string;
  readonly name: string;
}

export interface AwsPlan {
  readonly account: string;
  readonly region: string;
  /** `aws`, `aws-cn` or `aws-us-gov`: follows from the Region. */
  readonly partition: string;
}

export type StatePlan =
  | { readonly kind: 'local' }
  | {
      readonly kind: 's3';
      readonly bucket: string;
      readonly region: string;
      /** Path before `<environment>/<stack>.tfstate`. */
      readonly prefix: string;
      readonly kmsKeyArn?: string;
    };

export interface Acknowledged {
  readonly code: string;
  readonly path: string;
  readonly reason: string;
}

/** What exists before anything runs: repositories to push to, secrets to fill. */
export interface FoundationPlan {
  readonly stack: string;
  /** By the last part of the name: a server's or a deployment's. Empty where the registry is another's. */
  readonly repositories: Readonly<Record<string, RepositoryPlan>>;
  /** By instance; `access` holds the tokens of the front doors. */
  readonly secrets: Readonly<Record<string, SecretPlan>>;
  /** Key that encrypts the secrets. @default - AWS's own of the account */
  readonly secretKey?: SecretKeyPlan;
}

export type SecretKeyPlan =
  { readonly kind: 'own'; readonly alias: string } | { readonly kind: 'given'; readonly arn: string };

export interface RepositoryPlan {
  readonly name: string;
  /** Environments whose `deployed-<environment>-*` tags keep images alive. */
  readonly deployedBy: readonly string[];
  /** Accounts and function names that Lambda may pull for. */
  readonly lambdaReaders: readonly LambdaReader[];
  /** Whether destroying the stack deletes images too: only where no environment that uses them is protected. */
  readonly forceDelete: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LambdaReader extends AwsPlan {
  readonly functionNamePrefix: string;
}

export interface SecretPlan {
  readonly name: string;
  readonly description: string;
  readonly recoveryWindowDays: number;
  /** Keys that have to be in the secret's JSON. */
  readonly required: readonly string[];
  /** Keys that may be in it. */
  readonly optional: readonly string[];
  /** Of each list, one set of keys has to be in it. */
  readonly oneOf: readonly (readonly (readonly string[])[])[];
  /** ARNs of those who alone may read it. @default - whom IAM lets */
  readonly readers?: readonly string[];
  /** @default - nothing renews it */
  readonly rotation?: RotationPlan;
  readonly tags: Readonly<Record<string, string>>;
}

/** How a secret is renewed. */
export interface RotationPlan {
  readonly functionArn: string;
  /** Exactly one of days and schedule. */
  readonly everyDays?: number;
  readonly schedule?: string;
  readonly windowHours?: number;
  /** Whether it is also renewed as soon as this is deployed. */
  readonly now: boolean;
}

/** One front door, told apart by its target. */
export type DeploymentPlan = AwsDeploymentPlan | DockerDeploymentPlan;

/** The front doors that are at AWS. */
export type AwsDeploymentPlan = LambdaDeploymentPlan | FargateDeploymentPlan;

/** What a front door has wherever it runs. */
export interface DeploymentPlanBase {
  readonly name: string;
  readonly stack: string;
  readonly topology: 'per-server' | 'multi-server';
  readonly architecture: 'arm64' | 'x86_64';
  readonly instances: Readonly<Record<string, InstancePlan>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A front door on Lambda: its API, the functions behind it, and the instances they hold. */
export interface LambdaDeploymentPlan extends DeploymentPlanBase {
  readonly target: 'lambda';
  readonly edge: 'http-api' | 'rest-api';
  readonly api: ApiPlan;
  /** Whether its functions are attached to the network of the environment. */
  readonly vpc: boolean;
  /** @default - the name that AWS gives */
  readonly host?: HostPlan;
  /** By instance, or the one function that all share, by {@link SHARED_FUNCTION}. */
  readonly functions: Readonly<Record<string, FunctionPlan>>;
  readonly instances: Readonly<Record<string, LambdaInstancePlan>>;
}

/** Key of the function, or the container, of a multi-server deployment. No instance has it: instance names have no double hyphen. */
export const SHARED_FUNCTION = 'multi--server';

/** The API in front of functions, of either kind. */
export interface ApiPlan {
  readonly name: string;
  readonly throttle: ThrottlePlan;
  readonly allowedOrigins: readonly string[];
  /** Only where the environment file asks for a check at the edge too. */
  readonly authorizer?: {
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly scopes: readonly string[];
  };
}

export interface ThrottlePlan {
  /** Requests a second. */
  readonly throttle: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface FunctionPlan {
  readonly name: string;
  readonly description: string;
  readonly image: ImagePlan;
  readonly memoryMiB: number;
  readonly ephemeralStorageMiB: number;
  readonly timeoutSeconds: number;
  /** Whether its adapter streams answers: only right where the edge reads a stream. */
  readonly streaming: boolean;
  readonly concurrency: { readonly reserved?: number; readonly provisioned?: number };
  readonly tracing: boolean;
  /** Least level that Lambda keeps: never above INFO, because it takes metrics for INFO and would drop them. */
  readonly logLevel: 'DEBUG' | 'INFO';
  /** Keys of {@link FoundationPlan.secrets} that it reads. */
  readonly secrets: readonly string[];
  /** Ports that it calls out by in the VPC: 443, and those of the addresses in settings. @default - any: it is in none */
  readonly egressPorts?: readonly number[];
  /** ARNs of the SSM parameters that it reads. */
  readonly parameterArns: readonly string[];
  /** What the manifests of its servers ask for. */
  readonly permissions: readonly Permission[];
  /** What the router in its image is told. */
  readonly router: RouterDeployment;
  readonly tags: Readonly<Record<string, string>>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface ImagePlan {
  readonly repositoryName: string;
  /** Registry it is in. */
  readonly registry: AwsPlan;
  readonly architecture: 'arm64' | 'x86_64';
  /** Tag that its build inputs make. */
  readonly tag: string;
  /** Set where images.json pins it; otherwise Terraform looks the tag up when it plans. */
  readonly digest?: string;
  /** Tag of the pin, which may be older than the inputs. */
  readonly pinnedTag?: string;
  /** What the pinned image holds. */
  readonly pinnedContents?: Readonly<Record<string, string>>;
  /** Server → commit or version that a build would put in. */
  readonly contents: Readonly<Record<string, string>>;
}

/** What an instance has wherever it runs. */
export interface InstancePlan {
  readonly name: string;
  readonly server: string;
  readonly paths: {
    readonly mcp: string;
    readonly health: string;
    /** RFC 9728 metadata: where access is by JWT. */
    readonly metadata?: string;
  };
  readonly slowestCallSeconds?: number;
}

/** What an instance has at AWS. */
export interface AwsInstancePlan extends InstancePlan {
  /** Longest answer. */
  readonly timeLimitSeconds: number;
  /** When its alarms fire, by the names that the alarms module has. @default - its defaults */
  readonly thresholds?: Readonly<Record<string, number>>;
}

/** An instance on Lambda. */
export interface LambdaInstancePlan extends AwsInstancePlan {
  /** Key in {@link LambdaDeploymentPlan.functions}. */
  readonly function: string;
  /** @default - the front door's */
  readonly throttle?: ThrottlePlan;
}
