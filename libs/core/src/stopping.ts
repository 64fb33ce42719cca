/**
 * How a task on Fargate ends, in seconds. ECS sends SIGTERM and, after the stop timeout, SIGKILL. Between them the router
 * takes requests for a while, then lets calls under way end, then ends its servers.
 */
export const stopping = {
  /** Stop timeout on demand: such a task has left the load balancer, and its calls have had their time, before SIGTERM. */
  onDemandSeconds: 30,
  /** Stop timeout on Spot, the most there is: SIGTERM is the first that such a task hears of its end. */
  spotSeconds: 120,
  /**
   * Requests are still taken for so long after SIGTERM. On Spot, and where a task is stopped by hand, the task leaves the
   * load balancer at about the same time, and what it sends until then would end with 502: three to five seconds were
   * seen (issues 708 and 2673 of aws/containers-roadmap).
   */
  acceptSeconds: 10,
  /** What is left when calls are cut: servers have 5 seconds to end before they are killed, the rest is slack. */
  marginSeconds: 7,
  /** Shortest stop timeout: what is accepted last needs some time as well. */
  leastSeconds: 20,
} as const;

/** Stop timeout of tasks, where nothing else is said. */
export function stopTimeoutSeconds(capacity: 'on-demand' | 'spot' | 'mixed'): number {
  return capacity === 'on-demand' ? stopping.onDemandSeconds : stopping.spotSeconds;
}

/** From SIGTERM until the router cuts the calls that are still under way. */
export function drainSeconds(stopTimeout: number): number {
  return stopTimeout - stopping.marginSeconds;
}
