import { FleetError, throwIfAny } from '@mcp-fleet/core';
import { deployEnvironment, openSession, thisLaptop } from '../../deploy';
import type { Interrupts, Screen } from '../../deploy';
import { buildAll, imagesOf, openBuilder } from '../../images';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runStack } from '../engine-run/run-json';
import { envExample } from '../env-example';
import type { Local } from '../open-local';
import { containersOf } from '../open-local';
import { resourcesInState } from './state';

export interface UpOptions {
  /** Straight by docker or podman, without Terraform. */
  readonly straight: boolean;
  /** @default - TERRAFORM_BINARY_NAME, else terraform on the PATH */
  readonly terraform?: string;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

const TOKEN_BYTES = 24;

/** Builds missing images, checks that .env is filled, starts the containers and waits until they are healthy. */
export async function up(local: Local, options: UpOptions): Promise<boolean> {
  const { plan, deployments, root, engine, say } = local;
  firstEnvFile(local);
  const laptop = thisLaptop(root, plan.environment, () => Promise.resolve(engine));
  const names = deployments.map(({ name }) => name);
  // Before the images: they take minutes.
  const { errors, ignored } = laptop.secrets(plan, names);
  throwIfAny(errors);
  ignored.forEach((line) => say(`.env, ${line}`));
  await buildImages(local);
  if (options.straight) {
    refuseOther(local);
    laptop.writeSecrets(plan, names);
    for (const { stack } of deployments) await runStack(engine, join(local.out, 'stacks', stack), say);
  } else if (!(await deployed(local, options))) return false;
  sayAddresses(local);
  return true;
}

/** A .env with a token of its own, so that the first run asks for nothing that a computer can make. */
function firstEnvFile({ plan, folder, say }: Local): void {
  const file = join(folder, '.env');
  if (existsSync(file) || Object.keys(plan.envFile).length === 0) return;
  const example = readIfThere(join(folder, '.env.example')) ?? envExample(plan);
  const own = example
    .replace(/^# Written by .*\n/, '')
    .replace(/^MCP_TOKEN=$/m, `MCP_TOKEN=${randomBytes(TOKEN_BYTES).toString('hex')}`);
  writeFileSync(file, own, { mode: 0o600 });
  say(`${relative('.', file)} is new: a token is in it, and lines for what your servers need.`);
}

async function buildImages({ plan, deployments, root, engine, say }: Local): Promise<void> {
  const wanted = new Set(
    containersOf({ deployments }).map(({ plan: { image } }) => `${image.name}:${image.tag}`),
  );
  const specs = imagesOf(plan.environment, root).filter(({ reference }) => wanted.has(reference));
  await buildAll(await openBuilder({ root, engine, say }), specs);
}

async function deployed(local: Local, { terraform, screen, interrupts }: UpOptions): Promise<boolean> {
  const { plan, root, out } = local;
  try {
    const session = await openSession({
      environment: plan.environment,
      root,
      out,
      screen,
      interrupts,
      ...(terraform ? { terraform } : {}),
    });
    const deployments = local.deployments.map(({ name }) => name);
    return await deployEnvironment(session, { yes: true, deployments });
  } catch (error) {
    if (error instanceof FleetError && ['terraform-missing', 'provider-unavailable'].includes(error.code)) {
      local.say(`Without Terraform: nx run ${plan.environment}:up -- --engine`);
    }
    throw error;
  }
}

/** Terraform would not know of what the engine changes. */
function refuseOther({ plan, deployments, folder }: Local): void {
  throwIfAny(
    deployments
      .filter(({ stack }) => resourcesInState(folder, stack) > 0)
      .map(
        ({ stack }) =>
          new FleetError({
            code: 'container-owner',
            path: stack,
            value: 'Terraform has made them',
            rule: 'containers are changed in the way in which they were made',
            fix: `leave --engine out, or take them down first: nx run ${plan.environment}:down`,
          }),
      ),
  );
}

function sayAddresses({ plan, deployments, say }: Local): void {
  const rows = deployments.flatMap(({ instances }) => Object.values(instances));
  const width = Math.max(...rows.map(({ name }) => name.length));
  say('');
  rows.forEach(({ name, url }) => say(`  ${name.padEnd(width)}   ${url}`));
  say(`\nTheir tools: nx run ${plan.environment}:tools`);
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
