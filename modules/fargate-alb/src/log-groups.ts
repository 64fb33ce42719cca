import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { LogGroupRef } from '@mcp-fleet/refs';
import type { Construct } from 'constructs';

/** A log group for each container, by its name: their addresses stay when a container moves to another service. */
export function createLogGroups(
  scope: Construct,
  containers: Readonly<Record<string, { readonly logGroupName: string }>>,
  retentionInDays: number,
  tags: Readonly<Record<string, string>> | undefined,
): Record<string, LogGroupRef> {
  return Object.fromEntries(
    Object.entries(containers).map(([container, { logGroupName: name }]): [string, LogGroupRef] => {
      const group = new CloudwatchLogGroup(scope, container, { name, retentionInDays, tags });
      return [container, { logGroupName: group.name, logGroupArn: group.arn }];
    }),
  );
}
