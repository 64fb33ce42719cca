import type { AwsTargetName, DeploymentInput, TargetName } from '@mcp-fleet/environment';
import type { AwsDeploymentPlan, ImagePlan } from './model/fleet-plan';

/** A kind of thing whose names are made from those of deployments, or of deployments and instances. */
export interface Named {
  /** The subject of a sentence in a message. */
  readonly what: string;
  /** The name, of a deployment or of one of its instances. */
  readonly nameOf: (environment: string, deployment: string, instance?: string) => string;
  /** The other name of the same thing, such as that of a function in the VPC. @default - there is none */
  readonly alsoOf?: (environment: string, deployment: string, instance?: string) => string;
  /** A deployment has one, whatever its instances. @default - one for all, and one for each instance */
  readonly once?: true;
}

/** The certificate of a front door. */
export interface CertificateFacts {
  /** True if the front door needs one. */
  readonly isNeeded: (input: DeploymentInput) => boolean;
  /** The rule that is broken if there is none. */
  readonly missing: string;
  /** What else can be done, as the end of a fix. */
  readonly instead: string;
  /** What has the certificate, and the source of the rule that both are in one Region. */
  readonly owner: string;
  /** Source of the rule, as messages cite it. */
  readonly source: string;
}

/**
 * What is true of a target, wherever that is asked. Whoever adds a target fills in one of these, and the compiler names
 * every place that still lacks it.
 */
export interface Target {
  /** How a multi-server deployment holds its servers: in one image, or in one task with an image for each. */
  readonly shared: 'image' | 'task';
  /** True if a process lives on between two requests, as a server with a process for each MCP session needs. */
  readonly keepsProcesses: boolean;
  /** True if images are pulled from the target's own Region only. */
  readonly pullsInRegion: boolean;
  /** What of a deployment is in the VPC of the environment; undefined if nothing is. */
  readonly inNetwork: (input: DeploymentInput) => 'tasks' | 'functions' | undefined;
  /** True if everybody on the internet reaches the front door. */
  readonly isOpen: (input: DeploymentInput) => boolean;
  /** True if instances are scaled by a number of tasks, so that one of them may be alone. */
  readonly scalesTasks: boolean;
  /** Certificate of the front door. @default - the front door serves no certificate */
  readonly certificate?: CertificateFacts;
  /** Everything that is named after deployments and instances. */
  readonly named: readonly Named[];
  /** Roles that read the secret of an instance; without one, the secret that all instances of a deployment share. */
  readonly secretReaders: (environment: string, deployment: string, instance?: string) => readonly string[];
}

/** The same of a target at AWS. */
export interface AwsTarget<D extends AwsDeploymentPlan = AwsDeploymentPlan> extends Target {
  /** Images of a deployment by the key of the function or container that runs them. */
  readonly images: (deployment: D) => readonly (readonly [key: string, image: ImagePlan])[];
}

/** The plan of a deployment on a target at AWS. */
export type PlanOf<T extends AwsTargetName> = Extract<AwsDeploymentPlan, { readonly target: T }>;

/** The facts of one target. */
export type TargetOf<T extends TargetName> = T extends AwsTargetName ? AwsTarget<PlanOf<T>> : Target;
