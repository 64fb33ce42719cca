import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { limits, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { dashboardWidgets, searchesOf, type DashboardScope } from './dashboard-body';

/** Props of {@link FleetDashboard}. Texts are Terraform's: pass what users write through `literal()`. */
export interface FleetDashboardProps {
  /** Name of the environment, with which the names of its functions, services and load balancers begin. */
  readonly environment: string;
  /** Region of the environment. */
  readonly region: string;
  /** AWS partition, for links to the console. @default 'aws' */
  readonly partition?: string;
  /** Name of the dashboard. @default - the environment's */
  readonly dashboardName?: string;
  /** Names of the labels that the router adds to its dimensions. @default ['Deployment', 'Environment'] */
  readonly labelNames?: readonly string[];
  /** Ids of the HTTP APIs, whose metrics know no name. @default - all of the Region */
  readonly httpApiIds?: readonly string[];
  /** Names of log groups by what their links are called. @default {} */
  readonly logGroups?: Readonly<Record<string, string>>;
}

const consoleDomains: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * One dashboard for an environment: the same rows everywhere, found by search expressions, so that an instance shows
 * up with its first request and needs no change here. Functions, services and load balancers are found by the words of
 * the environment's name in theirs.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FleetDashboard extends Construct {
  readonly dashboardName: string;
  /** The dashboard itself, for what no prop covers. */
  readonly resource: CloudwatchDashboard;

  constructor(scope: Construct, id: string, props: FleetDashboardProps) {
    super(scope, id);
    const { environment, dashboardName = environment, partition = 'aws' } = props;
    const settings: DashboardScope = {
      environment,
      region: props.region,
      consoleDomain: consoleDomains[partition] ?? '',
      labelNames: props.labelNames ?? ['Deployment', 'Environment'],
      httpApiIds: props.httpApiIds ?? [],
      logGroups: props.logGroups ?? {},
    };
    const widgets = dashboardWidgets(settings);
    const checks = new PropChecks(this.node.path)
      .within('environment', limits.cloudwatch.dashboardName, environment)
      .within('dashboardName', limits.cloudwatch.dashboardName, dashboardName)
      .within('region', limits.iam.region, props.region)
      .must(partition in consoleDomains, {
        prop: 'partition',
        value: partition,
        rule: `a partition with a console is one of ${Object.keys(consoleDomains).join(', ')}`,
        fix: 'use one of these',
      })
      .within('httpApiIds', limits.cloudwatch.searchQuery, longest(searchesOf(settings)), 'leave them out')
      .within('logGroups', limits.cloudwatch.dashboardWidgets, widgets.length);
    for (const [label, name] of Object.entries(settings.logGroups)) {
      checks.within(`logGroups.${label}`, limits.logs.logGroupName, name, 'give the name of a log group');
    }
    checks.done();

    this.dashboardName = dashboardName;
    this.resource = new CloudwatchDashboard(this, 'Resource', {
      dashboardName,
      dashboardBody: JSON.stringify({ widgets }),
    });
  }
}

function longest(texts: readonly string[]): string {
  return texts.reduce((long, text) => (text.length > long.length ? text : long), '');
}
