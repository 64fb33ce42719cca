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
  /** Name of the environment. */
  readonly environment: string;
  /** True if it must not be lost. */
  readonly protected: boolean;
  /** Place of the Terraform state. */
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
  /** Account, Region and partition. */
  readonly aws: AwsPlan;
  /** Repositories and secrets. */
  readonly foundation: FoundationPlan;
  /** Where a deployment runs in tasks. */
  readonly network?: NetworkPlan;
  /** Where hosts are. @default - nowhere */
  readonly domain?: DomainPlan;
  /** Whom alarms tell. @default - there are no alarms */
  readonly alarms?: AlarmsPlan;
  /** Dashboard of the environment. @default - there is none */
  readonly dashboard?: DashboardPlan;
  /** Whether CloudWatch masks credentials in the logs. */
  readonly maskLogs: boolean;
  /** Deployments by name. */
  readonly deployments: Readonly<Record<string, AwsDeploymentPlan>>;
}

/** An environment of containers on a laptop. */
export interface LaptopFleetPlan extends FleetPlanBase {
  /** Always undefined; distinguishes the two kinds of plan. */
  readonly aws?: undefined;
  /** Always undefined. */
  readonly foundation?: undefined;
  /** Always undefined. */
  readonly network?: undefined;
  /** Deployments by name. */
  readonly deployments: Readonly<Record<string, DockerDeploymentPlan>>;
  /** What its .env has to hold, by instance; `access` holds the tokens. */
  readonly envFile: Readonly<Record<string, EnvFileSecret>>;
}

/** Whom the alarms of an environment tell. */
export interface AlarmsPlan {
  /** SNS topic of the alarms: its own, or one that exists. */
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
  /** Name of its stack. */
  readonly stack: string;
  /** Name of the dashboard. */
  readonly name: string;
}

export interface AwsPlan {
  /** Account id, 12 digits. */
  readonly account: string;
  /** Region. */
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
  /** Code of the error. */
  readonly code: string;
  /** Path in the environment file. */
  readonly path: string;
  /** Reason that the environment file gives. */
  readonly reason: string;
}

/** What exists before anything runs: repositories to push to, secrets to fill. */
export interface FoundationPlan {
  /** Name of its stack. */
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
  /** Name of the repository, with its prefix. */
  readonly name: string;
  /** Environments whose `deployed-<environment>-*` tags keep images alive. */
  readonly deployedBy: readonly string[];
  /** Accounts and function names that Lambda may pull for. */
  readonly lambdaReaders: readonly LambdaReader[];
  /** Whether destroying the stack deletes images too: only where no environment that uses them is protected. */
  readonly forceDelete: boolean;
  /** Tags of the repository. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface LambdaReader extends AwsPlan {
  /** Prefix of the names of the functions that pull. */
  readonly functionNamePrefix: string;
}

export interface SecretPlan {
  /** Name of the secret. */
  readonly name: string;
  /** Description of the secret. */
  readonly description: string;
  /** Days for which a deleted secret can be restored; 0 deletes at once. */
  readonly recoveryWindowDays: number;
  /** Keys that have to be in the secret's JSON. */
  readonly required: readonly string[];
  /** Keys that may be in it. */
  readonly optional: readonly string[];
  /** Of each list, one set of keys has to be in it. */
  readonly oneOf: readonly (readonly (readonly string[])[])[];
  /** ARNs of those who alone may read it. @default - whom IAM lets */
  readonly readers?: readonly string[];
  /** Rotation of the secret. @default - nothing renews it */
  readonly rotation?: RotationPlan;
  /** Tags of the secret. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How a secret is renewed. */
export interface RotationPlan {
  /** ARN of the Lambda function that renews it. */
  readonly functionArn: string;
  /** Exactly one of days and schedule. */
  readonly everyDays?: number;
  /** Schedule as `rate(…)` or `cron(…)`. @default - `everyDays` is given */
  readonly schedule?: string;
  /** Hours after each start in which the rotation happens. @default - the module's */
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
  /** Name of the deployment. */
  readonly name: string;
  /** Name of its stack. */
  readonly stack: string;
  /** One function, task or container for each instance, or one for all. */
  readonly topology: 'per-server' | 'multi-server';
  /** Processor of what runs. */
  readonly architecture: 'arm64' | 'x86_64';
  /** Instances by name. */
  readonly instances: Readonly<Record<string, InstancePlan>>;
  /** Tags of the whole stack. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A front door on Lambda: its API, the functions behind it, and the instances they hold. */
export interface LambdaDeploymentPlan extends DeploymentPlanBase {
  /** Name of the target. */
  readonly target: 'lambda';
  /** Kind of the front door. */
  readonly edge: 'http-api' | 'rest-api';
  /** API in front of the functions. */
  readonly api: ApiPlan;
  /** Whether its functions are attached to the network of the environment. */
  readonly vpc: boolean;
  /** Host of the API. @default - the name that AWS gives */
  readonly host?: HostPlan;
  /** By instance, or the one function that all share, by {@link SHARED_FUNCTION}. */
  readonly functions: Readonly<Record<string, FunctionPlan>>;
  /** Instances by name. */
  readonly instances: Readonly<Record<string, LambdaInstancePlan>>;
}

/** Key of the function, or the container, of a multi-server deployment. No instance has it: instance names have no double hyphen. */
export const SHARED_FUNCTION = 'multi--server';

/** The API in front of functions, of either kind. */
export interface ApiPlan {
  /** Name of the API. */
  readonly name: string;
  /** Throttle of all routes together. */
  readonly throttle: ThrottlePlan;
  /** Origins that CORS allows; empty switches CORS off. */
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
  /** Name of the function. */
  readonly name: string;
  /** Description of the function. */
  readonly description: string;
  /** Image of the function. */
  readonly image: ImagePlan;
  /** Memory in MiB. */
  readonly memoryMiB: number;
  /** Size of /tmp in MiB. */
  readonly ephemeralStorageMiB: number;
  /** Timeout of the function in seconds. */
  readonly timeoutSeconds: number;
  /** Whether its adapter streams answers: only right where the edge reads a stream. */
  readonly streaming: boolean;
  /** Reserved and provisioned concurrency, in requests; none where undefined. */
  readonly concurrency: { readonly reserved?: number; readonly provisioned?: number };
  /** True if X-Ray traces the function. */
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
  /** Tags of the function and what belongs to it. */
  readonly tags: Readonly<Record<string, string>>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface ImagePlan {
  /** Name of the repository, with its prefix. */
  readonly repositoryName: string;
  /** Registry it is in. */
  readonly registry: AwsPlan;
  /** Processor that the image is built for. */
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
  /** Name of the instance. */
  readonly name: string;
  /** Key of its server in the catalog. */
  readonly server: string;
  /** Public paths of the instance. */
  readonly paths: {
    readonly mcp: string;
    readonly health: string;
    /** RFC 9728 metadata: where access is by JWT. */
    readonly metadata?: string;
  };
  /** Duration of the slowest tool call, in seconds. @default - unknown */
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
  /** Throttle of the instance. @default - the front door's */
  readonly throttle?: ThrottlePlan;
}
