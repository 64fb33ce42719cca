import { FleetError, throwIfAny } from '@mcp-fleet/core';
import type { Engine } from '../../images';
import { EngineFailure, findEngine } from '../../images';
import type { LaptopFleetPlan, LocalImagePlan } from '@mcp-fleet/plan';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseEnvFile } from '@mcp-fleet/terminal';
import type { EnvSecrets } from './secrets';
import { readSecrets } from './secrets';
import { removeSecretFiles, writeSecretFiles } from './secret-files';

/** Label of containers that were started without Terraform. */
export const MADE_BY_LABEL = 'mcp-fleet.made-by';

/** What commands need of the computer that containers run on. */
export interface Laptop {
  /** Whether the engine has an image. */
  hasImage(image: LocalImagePlan): Promise<boolean>;
  /** Names of containers of an environment that were started without Terraform. */
  madeByEngine(environment: string): Promise<readonly string[]>;
  /** The .env as it is now. */
  secrets(plan: LaptopFleetPlan, deployments?: readonly string[]): EnvSecrets;
  /** Puts its values where containers mount them. */
  writeSecrets(plan: LaptopFleetPlan, deployments?: readonly string[]): void;
  removeSecrets(): void;
}

/** This computer. */
export function thisLaptop(
  root: string,
  environment: string,
  engineOf: () => Promise<Engine> = () => findEngine(),
): Laptop {
  const folder = join(root, 'environments', environment);
  const envFile = join(folder, '.env');
  const secretsFolder = join(folder, '.state', 'secrets');
  const shown = relative('.', envFile);
  const secrets: Laptop['secrets'] = (plan, deployments) => {
    const text = existsSync(envFile) ? readFileSync(envFile, 'utf8') : '';
    return readSecrets(plan, parseEnvFile(text, shown), shown, deployments);
  };
  return {
    hasImage: async (image) => hasImage(await engineOf(), image),
    madeByEngine: async (name) => madeByEngine(await engineOf(), name),
    secrets,
    writeSecrets: (plan, deployments) =>
      writeSecretFiles(plan, secrets(plan, deployments).secrets, secretsFolder, deployments),
    removeSecrets: () => removeSecretFiles(secretsFolder),
  };
}

async function hasImage(engine: Engine, { name, tag }: LocalImagePlan): Promise<boolean> {
  try {
    await engine.run(['image', 'inspect', '--format', '{{.Id}}', `${name}:${tag}`]);
    return true;
  } catch (error) {
    if (error instanceof EngineFailure) return false;
    throw error;
  }
}

async function madeByEngine(engine: Engine, environment: string): Promise<string[]> {
  const labels = [`mcp-fleet.environment=${environment}`, `${MADE_BY_LABEL}=engine`];
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
  const { stdout } = await engine.run(['ps', '--all', ...filters, '--format', '{{.Names}}']);
  return stdout.split('\n').filter((name) => name.trim() !== '');
}

/** Terraform would meet names and ports that are taken. */
async function strangers({ environment }: LaptopFleetPlan, laptop: Laptop): Promise<FleetError[]> {
  const names = await laptop.madeByEngine(environment);
  if (names.length === 0) return [];
  return [
    new FleetError({
      code: 'container-owner',
      path: environment,
      value: names,
      rule: 'containers are changed in the way in which they were made: these by up --engine, without Terraform',
      fix: `take them down first: nx run ${environment}:down`,
    }),
  ];
}

/** Images that the engine does not have. */
export async function missingLocalImages(
  plan: LaptopFleetPlan,
  laptop: Pick<Laptop, 'hasImage'>,
  deployments: readonly string[] = Object.keys(plan.deployments),
): Promise<FleetError[]> {
  const missing = new Map<string, FleetError>();
  for (const name of deployments) {
    for (const { image } of Object.values(plan.deployments[name]?.containers ?? {})) {
      const reference = `${image.name}:${image.tag}`;
      if (missing.has(reference) || (await laptop.hasImage(image))) continue;
      missing.set(
        reference,
        new FleetError({
          code: 'image-missing',
          path: `deployments.${name}`,
          value: reference,
          rule: 'an image is built on this computer before a container runs it',
          fix: `nx run ${plan.environment}:images, or nx run ${plan.environment}:up, which builds missing images`,
        }),
      );
    }
  }
  return [...missing.values()];
}

/**
 * Looks whether images are built, .env is filled, and nothing is in Terraform's way.
 *
 * @throws FleetErrors with all that lacks.
 */
export async function checkLaptop(
  plan: LaptopFleetPlan,
  laptop: Laptop,
  deployments?: readonly string[],
): Promise<void> {
  const images = await missingLocalImages(plan, laptop, deployments);
  const { errors } = laptop.secrets(plan, deployments);
  throwIfAny([...images, ...errors, ...(await strangers(plan, laptop))]);
}
