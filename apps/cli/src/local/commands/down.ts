import { destroyEnvironment, openSession, thisLaptop } from '../../deploy';
import type { Interrupts, Screen } from '../../deploy';
import { existing, labelOf, networksOf } from '../existing';
import { removeContainer } from '../engine-run/run-json';
import type { Local } from '../open-local';
import { resourcesInState } from './state';

export interface DownOptions {
  readonly terraform?: string;
  readonly screen: Screen;
  readonly interrupts: Interrupts;
}

/**
 * Takes all containers and networks down, however they were made: by Terraform what its states hold, then by the engine
 * what is still there. Images and .env stay.
 */
export async function down(local: Local, { terraform, screen, interrupts }: DownOptions): Promise<boolean> {
  const { plan, root, out, folder, engine, say } = local;
  const { environment } = plan;
  const stacks = Object.values(plan.deployments).map(({ stack }) => stack);
  if (stacks.some((stack) => resourcesInState(folder, stack) > 0)) {
    const props = { environment, root, out, screen, interrupts, ...(terraform ? { terraform } : {}) };
    if (!(await destroyEnvironment(await openSession(props), { name: environment }))) return false;
  }
  for (const { name } of await existing(engine, labelOf(environment))) {
    await removeContainer(engine, name);
    say(`${name}: removed`);
  }
  for (const name of await networksOf(engine, labelOf(environment))) {
    await engine.run(['network', 'rm', name]);
    say(`${name}: network removed`);
  }
  thisLaptop(root, environment).removeSecrets();
  return true;
}
