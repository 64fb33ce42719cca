import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import type { Environment } from '@mcp-fleet/environment';
import type { AwsFleetPlan, FargateDeploymentPlan, FleetPlan, LambdaDeploymentPlan, PlanInput } from '../src';
import { planFleet } from '../src';

/** A server without inputs, built from Go, unless the changes say otherwise. */
export function server(key: string, change: Partial<ServerManifest> = {}): ServerManifest {
  return {
    key,
    registryName: `com.example/${key}`,
    description: 'A server of the tests.',
    version: '1.0.0',
    inputs: [],
    requirements: [],
    source: {
      kind: 'go',
      repository: 'https://example.com/r',
      commit: key.repeat(8),
      mainPackage: '.',
      binary: key,
    },
    runtime: {
      transport: 'http',
      arguments: [],
      variables: {},
      path: '/',
      auth: 'none',
      writablePaths: [],
      protocol: 'auto',
      sessions: 'shared',
    },
    permissions: [],
    files: [{ path: 'server.json', sha256: key }],
    ...change,
  };
}

export const secretInput = {
  name: 'TOKEN',
  kind: 'variable',
  required: true,
  secret: true,
  format: 'string',
} as const;

export const catalog: Catalog = {
  servers: {
    gitlab: server('gitlab', { inputs: [secretInput] }),
    pagerduty: server('pagerduty', { inputs: [secretInput] }),
    everything: server('everything', { source: { kind: 'npm', package: 'everything', version: '2.0.0' } }),
    reader: server('reader', {
      permissions: [
        { actions: ['s3:GetObject'], resources: ['arn:{partition}:s3:::b-{account}-{region}/*'] },
      ],
    }),
  },
};

/** Recipe of the images in these tests. */
export const imageRecipe = '0123456789ab';

export type EnvironmentChange = Partial<Environment>;
export type DeploymentChange = Partial<Environment['deployments'][string]>;

/** An environment with one deployment `tools` of gitlab and pagerduty. */
export function environment(change: EnvironmentChange = {}, tools: DeploymentChange = {}): Environment {
  return {
    name: 'dev',
    aws: { account: '111122223333', region: 'us-east-1' },
    access: 'token',
    deployments: {
      tools: { target: 'lambda', topology: 'per-server', servers: { gitlab: {}, pagerduty: {} }, ...tools },
    },
    ...change,
  };
}

/** The plan of an environment at AWS that has to be right. */
export function plan(of: Environment, input: Partial<PlanInput> = {}): AwsFleetPlan {
  const result = anyPlan(of, input);
  if (!result.aws) throw new Error('it is planned for a laptop');
  return result;
}

/** A deployment of a plan that has to be on Lambda. */
export function lambdaOf(
  { deployments }: Pick<AwsFleetPlan, 'deployments'>,
  name = 'tools',
): LambdaDeploymentPlan {
  const deployment = deployments[name];
  if (deployment?.target !== 'lambda') throw new Error(`${name} is not on Lambda`);
  return deployment;
}

/** A deployment of a plan that has to be on Fargate. */
export function fargateOf(
  { deployments }: Pick<AwsFleetPlan, 'deployments'>,
  name = 'tools',
): FargateDeploymentPlan {
  const deployment = deployments[name];
  if (deployment?.target !== 'fargate') throw new Error(`${name} is not on Fargate`);
  return deployment;
}

/** The plan of an environment that has to be right. */
export function anyPlan(of: Environment, input: Partial<PlanInput> = {}): FleetPlan {
  const result = planFleet(of, { environments: [of], catalog, imageRecipe, ...input });
  if (!result.plan) throw new Error(result.errors.map(({ message }) => message).join('\n\n'));
  return result.plan;
}

/** Codes and paths of what is wrong with an environment. */
export function errors(of: Environment, input: Partial<PlanInput> = {}): string[] {
  const result = planFleet(of, { environments: [of], catalog, imageRecipe, ...input });
  return result.errors.map(({ code, path }) => `${code} ${path}`);
}
