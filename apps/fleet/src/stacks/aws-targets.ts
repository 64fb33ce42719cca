import type {
  AwsDeploymentPlan,
  AwsFleetPlan,
  AwsInstancePlan,
  FunctionPlan,
  ServicePlan,
} from '@mcp-fleet/plan';
import type { NetworkRef } from '@mcp-fleet/refs';
import type { App, TerraformStack } from 'cdktf';
import { fargateTarget } from './fargate-target';
import type { FoundationStack } from './foundation-stack';
import { lambdaTarget } from './lambda-target';

/** What the stack of a deployment is made from. */
export interface DeploymentStackProps<D extends AwsDeploymentPlan> {
  /** Plan of the environment. */
  readonly plan: AwsFleetPlan;
  /** Plan of the deployment. */
  readonly deployment: D;
  /** Stack with the repositories and secrets of the environment. */
  readonly foundation: FoundationStack;
  /** Folder of the Terraform state if it is local. */
  readonly stateFolder: string;
  /** The VPC of the environment, whoever made it; without content where nothing is in one. */
  readonly network: NetworkRef;
  /** The stack that makes the network. @default - it exists already */
  readonly networkStack?: TerraformStack;
}

/** The stack of a deployment. */
export interface DeploymentStack {
  /** The stack itself. */
  readonly stack: TerraformStack;
  /** Id of its HTTP API, whose metrics know no name. @default - it has none */
  readonly httpApiId?: string | undefined;
}

/** What is in the VPC. */
export interface Tenants {
  /** Services whose tasks are in the VPC. */
  readonly services: readonly ServicePlan[];
  /** Functions that are attached to the VPC. */
  readonly functions: readonly FunctionPlan[];
}

/** What stacks and pages need to know of a target at AWS. */
export interface AwsTarget<D extends AwsDeploymentPlan> {
  /** Creates the stack of a deployment. */
  readonly addStack: (app: App, props: DeploymentStackProps<D>) => DeploymentStack;
  /** Instances with the name of the function or service that each runs as. */
  readonly instances: (deployment: D) => readonly (readonly [AwsInstancePlan, runsAs: string | undefined])[];
  /** Log groups by the word that a dashboard has for each. */
  readonly logGroups: (deployment: D) => readonly (readonly [word: string, logGroupName: string])[];
  /** Services and functions of a deployment that are in the VPC. */
  readonly tenants: (deployment: D) => Tenants;
}

type Targets = {
  readonly [D in AwsDeploymentPlan as D['target']]: AwsTarget<D>;
};

/** Every target at AWS. */
const targets: Targets = { lambda: lambdaTarget, fargate: fargateTarget };

/** The target of a deployment. */
export function awsTarget<D extends AwsDeploymentPlan>({ target }: D): AwsTarget<D> {
  // The compiler does not see that the deployment and its target belong together.
  return targets[target] as unknown as AwsTarget<D>;
}
