import type { DeploymentPlan, FleetPlan } from '@mcp-fleet/plan';
import type { Cloud } from './gate/cloud';
import type { Laptop } from './laptop/laptop';
import type { Screen } from './screen';
import type { ObjectStore, StateStore } from './state/state-store';
import type { Interrupts } from './terraform/interrupts';
import type { Stack } from './terraform/stack';

/** What a command works with: the environment as it is synthesised now, and what it has to be compared with. */
export interface Session {
  readonly plan: FleetPlan;
  /** In the order in which they are applied: foundation, deployments, those that are retired. */
  readonly stacks: readonly Stack[];
  readonly states: StateStore;
  /** S3 in a Region. */
  readonly objects: (region: string) => ObjectStore;
  /** Asked for an environment at AWS only. */
  readonly cloud: Cloud;
  /** Asked for an environment on a laptop only. */
  readonly laptop: Laptop;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
  /** Output folder of the environment. */
  readonly out: string;
  /** A stack of the account, which is no part of the environment, and the file of its state on this computer. */
  accountStack(name: string): { readonly stack: Stack; readonly localState: string };
}

/** The deployment that a stack is; undefined for the foundation and for those that are retired. */
export function deploymentOf({ plan }: Session, stack: string): DeploymentPlan | undefined {
  const deployments: readonly DeploymentPlan[] = Object.values(plan.deployments);
  return deployments.find((deployment) => deployment.stack === stack);
}
