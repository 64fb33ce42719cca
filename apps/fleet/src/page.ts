import type {
  AwsInstancePlan,
  EnvFileSecret,
  FleetPlan,
  HostPlan,
  ImagePlan,
  InstancePlan,
  LocalImagePlan,
  SecretPlan,
} from '@mcp-fleet/plan';
import { hostUrl, imageUsesOf, names } from '@mcp-fleet/plan';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { awsTarget } from './stacks/aws-targets';
import type { SynthResult } from './synth-fleet';

/** A page about what a synthesis made: servers, stacks, what is still open, and where the JSON is. */
export function page(result: SynthResult): string {
  const parts = result.plans.flatMap((plan) => environmentPage(plan, result));
  const where = relative('.', result.outdir) || '.';
  return [...parts, `Terraform JSON: ${where}/stacks/<stack>/cdk.tf.json`].join('\n');
}

function environmentPage(plan: FleetPlan, result: SynthResult): string[] {
  const deployments = Object.values(plan.deployments);
  const retired = plan.retired.map((name) => names.deploymentStack(plan.environment, name));
  const foundation = plan.foundation ? [plan.foundation.stack] : [];
  const network = plan.network?.kind === 'own' ? [plan.network.stack] : [];
  const dashboard = plan.aws && plan.dashboard ? [plan.dashboard.stack] : [];
  const stacks = [
    ...foundation,
    ...network,
    ...deployments.map(({ stack }) => stack),
    ...dashboard,
    ...retired,
  ];
  return [
    plan.aws
      ? `Environment ${plan.environment}: account ${plan.aws.account}, ${plan.aws.region}`
      : `Environment ${plan.environment}: containers on this computer`,
    '',
    ...table('Servers', ['server', 'path', 'runs as', 'in stack'], serverRows(plan)),
    ...table(
      'Stacks, in this order',
      ['stack', 'resources', 'state'],
      stacks.map((stack) => [stack, String(resourceCount(result.outdir, stack)), stateOf(plan, stack)]),
    ),
    ...section(
      plan.aws
        ? 'Open before a deploy'
        : `Open before nx run ${plan.environment}:up, which builds images itself`,
      [...openImages(plan), ...secretsToFill(plan), ...zoneToDelegate(plan)],
    ),
    ...section(
      'Acknowledged',
      plan.acknowledged.map(({ code, path, reason }) => `${code} at ${path}: ${reason}`),
    ),
  ];
}

function serverRows(plan: FleetPlan): string[][] {
  const row = ({ name, server }: InstancePlan, address: string, runsAs = '', stack: string) => [
    server === name ? name : `${name} (${server})`,
    address,
    runsAs,
    stack,
  ];
  if (!plan.aws) {
    return Object.values(plan.deployments).flatMap(({ stack, instances, containers }) =>
      Object.values(instances).map((it) => row(it, it.url, containers[it.container]?.name, stack)),
    );
  }
  return Object.values(plan.deployments).flatMap((deployment) =>
    awsTarget(deployment)
      .instances(deployment)
      .map(([it, runsAs]) => row(it, addressOf(it, deployment.host), runsAs, deployment.stack)),
  );
}

function addressOf({ paths }: AwsInstancePlan, host: HostPlan | undefined): string {
  return `${host ? hostUrl(host) : ''}${paths.mcp}`;
}

function stateOf({ state, environment }: FleetPlan, stack: string): string {
  if (state.kind === 'local') return `environments/${environment}/.state/${stack}.tfstate`;
  return `s3://${state.bucket}/${state.prefix}/${environment}/${stack}.tfstate`;
}

function resourceCount(outdir: string, stack: string): number {
  const json = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as {
    resource?: Record<string, Record<string, unknown>>;
  };
  return Object.values(json.resource ?? {}).reduce((sum, byId) => sum + Object.keys(byId).length, 0);
}

function openImages(plan: FleetPlan): string[] {
  const lines = plan.aws
    ? imageUsesOf(plan).map(({ image }) => imageToPush(image))
    : Object.values(plan.deployments).flatMap(({ containers }) =>
        Object.values(containers).map(({ image }) => imageToBuild(image)),
      );
  return [...new Set(lines.filter((line) => line !== undefined))];
}

function imageToBuild({ name, tag, architecture, contents }: LocalImagePlan): string {
  return `image ${name}:${tag} (${architecture}: ${Object.keys(contents).join(', ')})`;
}

function imageToPush(image: ImagePlan): string | undefined {
  const held = Object.keys(image.contents).join(', ') || 'router';
  if (image.digest === undefined)
    return `push image ${image.repositoryName}:${image.tag} (${image.architecture}: ${held})`;
  return image.pinnedTag === image.tag
    ? undefined
    : `image ${image.repositoryName} is pinned to ${image.pinnedTag}; its inputs now make ${image.tag}`;
}

function secretsToFill(plan: FleetPlan): string[] {
  if (!plan.aws) {
    return Object.entries(plan.envFile).map(([key, secret]) => `fill .env for ${key}: ${linesOf(secret)}`);
  }
  return Object.values(plan.foundation.secrets).map(
    (secret) => `fill secret ${secret.name}: ${keysOf(secret)}`,
  );
}

function zoneToDelegate(plan: FleetPlan): string[] {
  return plan.aws && plan.domain?.create
    ? [`delegate ${plan.domain.zone} from the domain above it to the zone that the foundation makes`]
    : [];
}

/** `A and B, and one of C | D + E; may hold F`. */
function keysOf({ required, optional, oneOf }: Pick<SecretPlan, 'required' | 'optional' | 'oneOf'>): string {
  const choices = oneOf.map((sets) =>
    sets.length === 1
      ? (sets[0] ?? []).join(' + ')
      : `one of ${sets.map((set) => set.join(' + ')).join(' | ')}`,
  );
  const needed = [...required, ...choices].join(', and ');
  const named = new Set(oneOf.flat(2));
  const rest = optional.filter((key) => !named.has(key));
  const may = rest.length > 0 ? `may hold ${rest.join(', ')}` : '';
  return [needed, may].filter(Boolean).join('; ');
}

/** The same, with the names that lines of .env have. */
function linesOf({ variables, oneOf }: EnvFileSecret): string {
  const names = new Map(variables.map(({ key, variable }) => [key, variable]));
  const named = (key: string) => names.get(key) ?? key;
  return keysOf({
    required: variables.filter(({ required }) => required).map(({ variable }) => variable),
    optional: variables.filter(({ required }) => !required).map(({ variable }) => variable),
    oneOf: oneOf.map((sets) => sets.map((set) => set.map(named))),
  });
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ''];
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return section(
    title,
    all.map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('   ')
        .trimEnd(),
    ),
  );
}
