import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { router } from '@mcp-fleet/core';
import { newBeforeOld, type ListenerRef, type TargetGroupRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link TargetGroup}. */
export interface TargetGroupProps {
  /** Name of the target group, at most 32 letters, digits and hyphens. */
  readonly name: string;
  /** Id of the VPC that the tasks run in. */
  readonly vpcId: string;
  /** Listener that the target group is attached to from the start. */
  readonly listener: ListenerRef;
  /** Seconds that requests under way may take after a task has left. */
  readonly deregistrationDelaySeconds: number;
  /** Tags of the target group. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * The tasks of a service as a load balancer sees them. It hangs on the load balancer from the start, by a rule that no
 * request matches: ECS refuses a service whose group hangs on none, and the public rules are turned to it last.
 */
export class TargetGroup extends Construct implements TargetGroupRef {
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
  /** Resources that a service must come after. */
  readonly attachment: LbListenerRule;

  constructor(scope: Construct, id: string, props: TargetGroupProps) {
    super(scope, id);
    const resource = new LbTargetGroup(this, 'Resource', {
      name: props.name,
      vpcId: props.vpcId,
      targetType: 'ip',
      port: router.port,
      protocol: 'HTTP',
      deregistrationDelay: String(props.deregistrationDelaySeconds),
      healthCheck: {
        path: router.healthPath,
        matcher: '200',
        interval: 30,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      tags: props.tags,
      lifecycle: newBeforeOld,
    });
    this.attachment = new LbListenerRule(this, 'Attachment', {
      listenerArn: props.listener.listenerArn,
      // A name of RFC 2606 that no client can have; one for each group, for rules that say the same are refused.
      condition: [{ hostHeader: { values: [`${props.name.toLowerCase()}.invalid`] } }],
      action: [{ type: 'forward', targetGroupArn: resource.arn }],
      tags: props.tags,
      lifecycle: newBeforeOld,
    });
    this.targetGroupArn = resource.arn;
    this.targetGroupArnSuffix = resource.arnSuffix;
  }
}
