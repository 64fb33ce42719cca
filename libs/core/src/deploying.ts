/**
 * The metric that says that a deployment is being deployed: 1, put every minute while it is. An alarm watches it, and
 * suppresses pages for as long.
 */
export const deployingMetric = {
  namespace: 'McpFleet',
  metricName: 'Deploying',
  /** As long as a period of the alarm. */
  everySeconds: 60,
  dimensions: (environment: string, deployment: string): Readonly<Record<string, string>> => ({
    Environment: environment,
    Deployment: deployment,
  }),
} as const;
