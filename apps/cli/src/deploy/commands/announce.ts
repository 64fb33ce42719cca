import { deployingMetric } from '@mcp-fleet/core';
import type { Screen } from '../screen';

/** Puts the metric that a deploy runs. */
export type PutDeploying = () => Promise<void>;

/**
 * Does the work and says every minute that it goes on, so that the pages of the deployment are suppressed. That it cannot
 * be said is told once and stops nothing: somebody may be paged for what is only a deploy. Nothing says that it is over:
 * the alarm sees that nothing comes any more, as it does after a run that was killed.
 */
export async function announced<T>(
  deployment: string,
  put: PutDeploying,
  screen: Screen,
  work: () => Promise<T>,
): Promise<T> {
  let told = false;
  const say = () =>
    put().catch((error: unknown) => {
      if (told) return;
      told = true;
      const reason = error instanceof Error ? error.message : String(error);
      screen.progress(
        `${deployment}: its alarms do not know of this deploy, and may page: ${reason.split('\n')[0]}`,
      );
    });
  // Not waited for: AWS may take its time to refuse, and the work does not depend on it.
  void say();
  const timer = setInterval(() => void say(), deployingMetric.everySeconds * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
