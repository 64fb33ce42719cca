import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { limits, physicalName, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkActions, type AlarmActions, type PageSuppressor } from './alarm-actions';
import { checkPolicy, withDefaults, type AlarmPolicy } from './alarm-policy';
import { checkSet, createSet, namesOf, type AlarmSet } from './alarm-set';
import { checkCompute, type ComputeSource } from './compute-metrics';
import { checkEdge, type EdgeSource } from './edge-metrics';
import { sharedRules } from './instance-rules';
import type { PlatformKind } from './platform-rules';

/** Props of {@link SharedAlarms}. Texts are Terraform's: pass what users write through `literal()`. */
export interface SharedAlarmsProps {
  /** Name of the environment; with the deployment it begins each alarm's name. */
  readonly environment: string;
  /** Name of the deployment. */
  readonly deployment: string;
  /** Edge that all instances share. @default - instances have routes of their own: see `InstanceAlarms` */
  readonly edge?: EdgeSource;
  /** Function or service that runs the instances together. */
  readonly compute: ComputeSource;
  /** Thresholds that differ from the defaults. @default {} */
  readonly policy?: AlarmPolicy;
  /** Topics that the alarms tell. @default - none: the alarms show in the console */
  readonly actions?: AlarmActions;
  /** Suppresses the page while another alarm fires: see `DeployingAlarm`. @default - nothing does */
  readonly suppressor?: PageSuppressor;
  /** Advice that is added to the text of the page, such as the address of a runbook. @default - nothing */
  readonly runbook?: string;
  /** Tags of all alarms. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** It takes a minute or two more to see that a function or its tasks fail than that a request did. */
const WAIT_SECONDS = 120;

/**
 * The alarms of what the instances of a deployment share: its function, or its service with the target group. They are
 * there once, with one page; while that page fires, those of the instances are quiet where they take `quiet` for their
 * suppressor. They are 3 alarms over 4 metrics for a function, 4 over 7 for a service; the page, and one alarm more
 * that puts it together with a suppressor.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class SharedAlarms extends Construct {
  /** Name of each alarm by what it watches. */
  readonly alarmNames: Readonly<Partial<Record<PlatformKind, string>>>;
  /** Name of the composite alarm. */
  readonly pageAlarmName: string;
  /** ARN of the composite alarm. */
  readonly pageAlarmArn: string;
  /** The suppressor of the instances: while what they share fails, or the suppressor of this page fires. */
  readonly quiet: PageSuppressor;
  /** The composite alarm itself, for what no prop covers. */
  readonly resource: CloudwatchCompositeAlarm;

  constructor(scope: Construct, id: string, props: SharedAlarmsProps) {
    super(scope, id);
    const set = setOf(props);
    this.check(props, set);

    this.resource = createSet(this, set);
    this.alarmNames = namesOf(set);
    this.pageAlarmName = set.nameOf('page');
    this.pageAlarmArn = this.resource.arn;
    this.quiet = this.createQuiet(set);
  }

  private check(props: SharedAlarmsProps, set: AlarmSet): void {
    const checks = new PropChecks(this.node.path);
    checkSet(checks, set, { environment: props.environment, deployment: props.deployment });
    checkEdge(checks, props.edge);
    checkCompute(checks, props.compute, props.edge);
    checkPolicy(checks, props.policy ?? {});
    checkActions(checks, props.actions, props.suppressor);
    checks.done();
  }

  /** A page has one suppressor, so an alarm over both. */
  private createQuiet({ suppressor, nameOf, tags }: AlarmSet): PageSuppressor {
    const page = this.resource.alarmName;
    const { waitSeconds = 0, extensionSeconds } = suppressor ?? {};
    const quiet =
      suppressor &&
      new CloudwatchCompositeAlarm(this, 'Quiet', {
        alarmName: nameOf('quiet'),
        alarmDescription: 'Its instances page nobody: what they share fails, or is being deployed.',
        alarmRule: `ALARM("${suppressor.alarmName}") OR ALARM("${page}")`,
        tags,
        lifecycle: newBeforeOld,
      });
    return {
      alarmName: quiet?.alarmName ?? page,
      waitSeconds: Math.max(waitSeconds, WAIT_SECONDS),
      ...(extensionSeconds === undefined ? {} : { extensionSeconds }),
    };
  }
}

function setOf(props: SharedAlarmsProps): AlarmSet {
  const { environment, deployment, runbook } = props;
  const text = `No instance of ${deployment} in ${environment} serves its callers as it should.`;
  return {
    rules: sharedRules(props.edge, props.compute, withDefaults(props.policy)),
    // An instance may be called what a kind is; no kind of an instance ends in this.
    nameOf: (what) => physicalName(limits.cloudwatch.alarmName, [environment, deployment, what, 'shared']),
    pageText: runbook === undefined ? text : `${text} ${runbook}`,
    actions: props.actions,
    suppressor: props.suppressor,
    tags: props.tags,
  };
}
