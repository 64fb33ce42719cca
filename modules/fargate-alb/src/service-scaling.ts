import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingScheduledAction } from '@cdktf/provider-aws/lib/appautoscaling-scheduled-action';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { newBeforeOld } from '@mcp-fleet/refs';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Scaling } from './fargate-server-props';

/** Props of {@link ServiceScaling}. */
export interface ServiceScalingProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Name of the service. */
  readonly serviceName: string;
  /** `<load balancer's suffix>/<target group's suffix>`: whose requests are counted. */
  readonly resourceLabel: string;
  /** Bounds, targets and schedules. */
  readonly scaling: Required<Scaling>;
  /** Tags of the scalable target. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

const DIMENSION = 'ecs:service:DesiredCount';
const NAMESPACE = 'ecs';
const OUT_AFTER_SECONDS = 60;
const IN_AFTER_SECONDS = 300;

/** Keeps the number of tasks of a service between two bounds: by requests, CPU and memory, whichever asks for more. */
export class ServiceScaling extends Construct {
  /** Resources that scaling needs in order to work. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceScalingProps) {
    super(scope, id);
    const { clusterName, serviceName, scaling } = props;
    const target = new AppautoscalingTarget(this, 'Resource', {
      serviceNamespace: NAMESPACE,
      scalableDimension: DIMENSION,
      resourceId: `service/${clusterName}/${serviceName}`,
      minCapacity: scaling.min,
      maxCapacity: scaling.max,
      tags: props.tags,
      lifecycle: {
        ...newBeforeOld,
        // AWS writes the bounds of a schedule over these; Terraform must not put them back at the next apply.
        ...(Object.keys(scaling.schedules).length > 0
          ? { ignoreChanges: ['min_capacity', 'max_capacity'] }
          : {}),
      },
    });
    const track = (policyId: string, metric: string, targetValue: number, resourceLabel?: string) =>
      new AppautoscalingPolicy(this, policyId, {
        name: `${serviceName}-${policyId.toLowerCase()}`,
        policyType: 'TargetTrackingScaling',
        serviceNamespace: NAMESPACE,
        scalableDimension: DIMENSION,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          scaleOutCooldown: OUT_AFTER_SECONDS,
          scaleInCooldown: IN_AFTER_SECONDS,
          predefinedMetricSpecification: { predefinedMetricType: metric, resourceLabel },
        },
        lifecycle: newBeforeOld,
      });
    const policies = [
      track('Requests', 'ALBRequestCountPerTarget', scaling.requestsPerTarget, props.resourceLabel),
      track('Cpu', 'ECSServiceAverageCPUUtilization', scaling.cpuPercent),
      track('Memory', 'ECSServiceAverageMemoryUtilization', scaling.memoryPercent),
    ];

    const schedules = new Construct(this, 'Schedules');
    const actions = Object.entries(scaling.schedules).map(
      ([key, { schedule, timezone = 'UTC', min, max }]) =>
        new AppautoscalingScheduledAction(schedules, key, {
          name: `${serviceName}-${key}`,
          serviceNamespace: NAMESPACE,
          scalableDimension: DIMENSION,
          resourceId: target.resourceId,
          schedule,
          timezone,
          scalableTargetAction: { minCapacity: String(min), maxCapacity: String(max) },
          lifecycle: newBeforeOld,
        }),
    );
    this.parts = [target, ...policies, ...actions];
  }
}
