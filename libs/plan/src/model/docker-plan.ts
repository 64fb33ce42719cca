import type { DeploymentPlanBase, InstancePlan } from './fleet-plan';
import type { RouterDeployment } from './router-variables';

/** A front door on a laptop: containers of which each is reached at a port of the computer. */
export interface DockerDeploymentPlan extends DeploymentPlanBase {
  /** Name of the target. */
  readonly target: 'docker';
  /** Name of the network of its containers. */
  readonly network: string;
  /** By instance, or the one container that all share, by `SHARED_FUNCTION`. */
  readonly containers: Readonly<Record<string, ContainerPlan>>;
  /** Instances by name. */
  readonly instances: Readonly<Record<string, DockerInstancePlan>>;
}

/** One container with a router and the servers behind it. */
export interface ContainerPlan {
  /** Name of the container. */
  readonly name: string;
  /** Image of the container. */
  readonly image: LocalImagePlan;
  /** Port of the computer, on 127.0.0.1. */
  readonly hostPort: number;
  /** Memory limit in MiB. */
  readonly memoryMiB: number;
  /** CPU limit, 1 is one CPU. */
  readonly cpus: number;
  /** Size of /tmp, the only place that can be written to. */
  readonly temporaryStorageMiB: number;
  /** Keys of {@link LaptopFleetPlan.envFile} that it is given. */
  readonly secrets: readonly string[];
  /** What the router in its image is told. */
  readonly router: RouterDeployment;
}

/** An image as the engine of the computer has built it. */
export interface LocalImagePlan {
  /** Name without the tag. */
  readonly name: string;
  /** Tag that its build inputs make. */
  readonly tag: string;
  /** Processor that the image is built for. */
  readonly architecture: 'arm64' | 'x86_64';
  /** Server → commit or version that a build puts in. */
  readonly contents: Readonly<Record<string, string>>;
}

/** An instance on a laptop. */
export interface DockerInstancePlan extends InstancePlan {
  /** Key in {@link DockerDeploymentPlan.containers}. */
  readonly container: string;
  /** For MCP clients. */
  readonly url: string;
}

/** What .env holds of one instance, or of the tokens of the front doors. */
export interface EnvFileSecret {
  /** What it belongs to, for people. */
  readonly title: string;
  /** Lines of .env. */
  readonly variables: readonly EnvFileVariable[];
  /** Of each list, one set of keys has to be complete. */
  readonly oneOf: readonly (readonly (readonly string[])[])[];
}

/** One line of .env. */
export interface EnvFileVariable {
  /** Name that the server knows it by. */
  readonly key: string;
  /** Name in .env: that of the server, or `INSTANCE__NAME` where two instances have that one. */
  readonly variable: string;
  /** Name that is always understood: `INSTANCE__NAME`. */
  readonly qualified: string;
  /** True if the line must have a value. */
  readonly required: boolean;
  /** Meaning of the value. @default - the manifest has none */
  readonly description?: string;
}
