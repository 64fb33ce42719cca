import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import type { ErrorCode, FleetErrorDetails } from '@mcp-fleet/core';
import { FleetError, isAcknowledgeable } from '@mcp-fleet/core';
import type { DeploymentInput, Environment, ImagePins, InstanceInput } from '@mcp-fleet/environment';
import type { Acknowledged, AwsPlan } from './model/fleet-plan';
import { partitionOf } from './model/names';

/** What a plan is made from, beside the environment itself. */
export interface PlanInput {
  /** All environments, this one included: registries cross them. */
  readonly environments: readonly Environment[];
  /** Servers that environments can name. */
  readonly catalog: Catalog;
  /** Hash of the Dockerfiles and the router's sources, part of every image tag: `images` in servers/images/recipe.json. */
  readonly imageRecipe: string;
  /** images.json of each environment, by the environment's name. @default - nothing is pinned */
  readonly images?: Readonly<Record<string, ImagePins>>;
  /** Plans as if no image were ever pinned, nor had to be: for building and pushing, which write the pins. @default false */
  readonly ignorePins?: boolean;
  /** Warnings are errors. @default false */
  readonly strict?: boolean;
  /** Processor of the computer, for which a laptop's images are built. @default 'x86_64' */
  readonly hostArchitecture?: 'arm64' | 'x86_64';
}

/** An instance with everything it refers to. */
export interface Instance {
  /** Name of the instance. */
  readonly name: string;
  /** The instance as the environment file has it. */
  readonly input: InstanceInput;
  /** Manifest of its server. */
  readonly server: ServerManifest;
  /** Path in the environment file. */
  readonly path: string;
}

/** A deployment with its instances; those of unknown servers are left out and reported. */
export interface Deployment {
  /** Name of the deployment. */
  readonly name: string;
  /** The deployment as the environment file has it. */
  readonly input: DeploymentInput;
  /** Path in the environment file. */
  readonly path: string;
  /** Instances of known servers. */
  readonly instances: readonly Instance[];
}

/** One run of the planner: the resolved input, and the errors found on the way. */
export class PlanContext {
  readonly errors: FleetError[] = [];
  readonly warnings: FleetErrorDetails[] = [];
  readonly acknowledged: Acknowledged[] = [];
  readonly quotas: Readonly<Record<string, number>>;
  readonly pins: ImagePins;

  constructor(
    readonly environment: Environment,
    readonly input: PlanInput,
  ) {
    this.quotas = environment.quotas ?? {};
    this.pins = (input.ignorePins ? undefined : input.images?.[environment.name]) ?? {};
  }

  /** Account and Region; only an environment at AWS has them. */
  get aws(): AwsPlan {
    return awsPlan(this.environment);
  }

  /** Reports a broken rule; one that the environment acknowledges is noted instead. */
  report(details: FleetErrorDetails): void {
    const reason = this.acknowledgement(details.code);
    if (reason !== undefined) this.acknowledged.push({ code: details.code, path: details.path, reason });
    else this.errors.push(new FleetError(details));
  }

  /** Reports what is legal but unwise, which stops a run only where warnings are errors. */
  warn(details: FleetErrorDetails): void {
    if (this.input.strict || this.acknowledgement(details.code) !== undefined) this.report(details);
    else this.warnings.push(details);
  }

  private acknowledgement(code: ErrorCode): string | undefined {
    return isAcknowledgeable(code) ? this.environment.acknowledge?.[code] : undefined;
  }
}

/** @throws Error for an environment that is not at AWS: nobody may ask. */
export function awsPlan({ name, aws }: Environment): AwsPlan {
  if (aws === undefined) throw new Error(`environment ${name} is not at AWS`);
  return { account: aws.account, region: aws.region, partition: partitionOf(aws.region) };
}
