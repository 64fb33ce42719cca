/**
 * npm run lab: builds images of every kind without a registry, and proves that Lambda and Fargate could run them. Fails
 * where a check fails, and in CI where the machine cannot run the lab at all.
 */
import { join } from 'node:path';
import { report } from './benchmark';
import { makeCanaries } from './canaries';
import { Containers, removeLeftovers } from './containers';
import { planLab } from './fleet';
import { buildImages } from './images';
import type { Images } from './images';
import { closeLab, openLab } from './lab';
import type { Lab } from './lab';
import { proveArm64, stopInterpreting } from './proof-arm64';
import { proveCanaries } from './proof-canary';
import { proveContents } from './proof-contents';
import { proveFargate } from './proof-fargate';
import { proveLambda } from './proof-lambda';
import { proveRegistry } from './proof-registry';
import { proveTask } from './proof-task';
import { LocalRegistry } from './registry';
import { Checks } from './report';
import type { World } from './world';

async function main(): Promise<void> {
  const began = performance.now();
  const lab = openLab();
  if (!lab) return;
  await removeLeftovers();
  const containers = new Containers();
  const checks = new Checks();
  const registry = await LocalRegistry.start(lab.registryProgram, join(lab.folder, 'registry'));
  const cleanUp = async () => {
    await containers.stopAll();
    registry.stop();
    stopInterpreting();
    closeLab(lab);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(1)));
  }
  try {
    await prove(lab, containers, checks, registry);
  } finally {
    await cleanUp();
  }
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s`);
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  process.exitCode = checks.failed > 0 ? 1 : 0;
}

async function prove(
  lab: Lab,
  containers: Containers,
  checks: Checks,
  registry: LocalRegistry,
): Promise<void> {
  const canaries = makeCanaries(lab.folder);
  const fleet = planLab(lab.fleet);
  let images: Images = {};
  await checks.group('Builds', async () => {
    images = await buildImages(lab, fleet, canaries, checks);
  });
  const world: World = { lab, fleet, images, checks, containers, canaries, registry, logs: [] };
  await proveContents(world);
  await proveLambda(world);
  await proveFargate(world);
  await proveTask(world);
  await proveArm64(world);
  await proveRegistry(world);
  await proveCanaries(world);
  await report(world);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
});
