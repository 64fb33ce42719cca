import { FleetDashboard } from '@mcp-fleet/alarms';
import type { AwsFleetPlan, DashboardPlan } from '@mcp-fleet/plan';
import { SavedQueries } from '@mcp-fleet/logs';
import { TerraformOutput } from 'cdktf';
import type { App } from 'cdktf';
import { awsTarget } from './aws-targets';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';

export interface DashboardStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  /** Plan of the environment. */
  readonly plan: AwsFleetPlan;
  /** Plan of the dashboard. */
  readonly dashboard: DashboardPlan;
  /** Ids of the HTTP APIs, whose metrics know no name. */
  readonly httpApiIds: readonly string[];
}

/** What one looks at: the dashboard and the saved queries. It reads metrics and logs, and nothing depends on it. */
export class DashboardStack extends FleetStack {
  constructor(scope: App, props: DashboardStackProps) {
    const { plan, dashboard, httpApiIds } = props;
    super(scope, { ...props, name: dashboard.stack });
    const { region, partition } = plan.aws;
    const made = new FleetDashboard(this, 'dashboard', {
      environment: plan.environment,
      names: Object.values(plan.deployments)
        .map(({ stack }) => stack)
        .sort(),
      region,
      partition,
      dashboardName: dashboard.name,
      httpApiIds,
      logGroups: logGroups(plan),
    });
    new SavedQueries(this, 'queries', {
      folder: plan.environment,
      logGroups: Object.fromEntries(
        Object.entries(logGroups(plan)).map(([key, logGroupName]) => [
          key,
          { logGroupName, logGroupArn: '' },
        ]),
      ),
    });
    new TerraformOutput(this, 'dashboard_name', {
      description: 'Name of the dashboard.',
      value: made.dashboardName,
    });
  }
}

/** Names of the log groups by what runs: a function, a container. */
function logGroups({ deployments }: AwsFleetPlan): Record<string, string> {
  const all = Object.values(deployments).flatMap((deployment) => awsTarget(deployment).logGroups(deployment));
  // Sorted, so that the order in the file changes nothing at AWS.
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}
