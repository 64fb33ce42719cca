import type { Session } from '../session';
import { makeLogRole } from './log-role';
import { makeStateBucket } from './state-bucket';

export interface BootstrapOptions {
  /** Apply each plan without asking. */
  readonly yes: boolean;
}

/**
 * Makes what an account needs before the first deploy of an environment, and lacks yet. Safe to run again. Returns false
 * where the user said no.
 */
export async function bootstrapEnvironment(session: Session, options: BootstrapOptions): Promise<boolean> {
  const { plan, screen } = session;
  if (!plan.aws) {
    screen.progress(`${plan.environment} runs on this computer: there is nothing to make.`);
    return true;
  }
  return (await makeStateBucket(session, plan, options)) && (await makeLogRole(session, plan, options));
}
