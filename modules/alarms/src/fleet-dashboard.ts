import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { consoleDomains, isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import { Construct } from 'constructs';
import { dashboardWidgets, type DashboardScope } from './dashboard-body';

/** Props of {@link FleetDashboard}. Texts are Terraform's: pass what users write through `literal()`. */
export interface FleetDashboardProps {
  /** Name of the environment, as the router's labels have it. */
  readonly environment: string;
  /** Prefixes of the names of its functions, clusters, load balancers and REST APIs: `dev-tools`. */
  readonly names: readonly string[];
  /** Region of the environment. */
  readonly region: string;
  /** AWS partition, for links to the console. @default 'aws' */
  readonly partition?: string;
  /** Name of the dashboard. @default - the environment's */
  readonly dashboardName?: string;
  /** Names of the labels that the router adds to its dimensions. @default ['Deployment', 'Environment'] */
  readonly labelNames?: readonly string[];
  /** Ids of the HTTP APIs, whose metrics know no name. @default [] */
  readonly httpApiIds?: readonly string[];
  /** Names of log groups by what their links are called. @default {} */
  readonly logGroups?: Readonly<Record<string, string>>;
}

/**
 * One dashboard for an environment: the same rows everywhere, found by search expressions, so that an instance shows
 * up with its first request and needs no change here. Functions, clusters, load balancers and REST APIs are found by
 * the words that their names begin with; `dev-tools` finds `dev-tools-gitlab`, not `dev2-tools`. It also finds the
 * functions of an environment `x` whose deployment is called `dev-tools`.
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
      names: props.names,
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
      .within('logGroups', limits.cloudwatch.dashboardWidgets, widgets.length);
    for (const [prop, pattern, values] of [
      ['names', /^[A-Za-z0-9_-]+$/, settings.names],
      ['labelNames', /^[A-Za-z0-9_.-]+$/, settings.labelNames],
      ['httpApiIds', /^[a-z0-9]+$/, settings.httpApiIds],
    ] as const) {
      for (const value of values) {
        checks.must(isUnresolved(value) || pattern.test(value), {
          prop,
          value,
          rule: 'it is part of a search, where quotes, spaces and brackets mean something [docs:cloudwatch/search-expression-syntax]',
          fix: `write it as ${pattern} has it`,
        });
      }
    }
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
