import type { SecretRef } from '@mcp-fleet/refs';

/** ARNs of what a refresh is made of, and what its services' ARNs begin with. */
export interface RefreshNames {
  /** ARN of the state machine. */
  readonly stateMachine: string;
  /** Prefix of the ARNs of the rules. */
  readonly rules: string;
  /** Prefix of the ARNs of the services. */
  readonly services: string;
}

/**
 * The event that another version of one of the secrets has become the current one
 * (docs:secretsmanager/event-detail-secret-label-updated-secretsmanager).
 */
export function changedSecret(secrets: readonly SecretRef[]): string {
  return JSON.stringify({
    source: ['aws.secretsmanager'],
    'detail-type': ['Secret Label Updated'],
    resources: [...new Set(secrets.map(({ secretArn }) => secretArn))],
    detail: { labelUpdated: ['AWSCURRENT'] },
  });
}

/**
 * The state machine: one call, tried again for about ten minutes. Of a service that is being deployed ECS takes the call
 * as well, and begins anew.
 */
export function replaceTasks(partition: string, clusterName: string): string {
  return JSON.stringify({
    Comment: 'Replaces the tasks of an ECS service, so that they read their secrets again.',
    StartAt: 'Replace',
    TimeoutSeconds: 3600,
    States: {
      Replace: {
        Type: 'Task',
        Resource: `arn:${partition}:states:::aws-sdk:ecs:updateService`,
        Parameters: { Cluster: clusterName, 'Service.$': '$.service', ForceNewDeployment: true },
        // The answer describes the service with all its events, which nobody needs in the history.
        ResultPath: null,
        TimeoutSeconds: 60,
        Retry: [
          {
            ErrorEquals: ['States.ALL'],
            IntervalSeconds: 10,
            BackoffRate: 2,
            MaxAttempts: 6,
            MaxDelaySeconds: 300,
            JitterStrategy: 'FULL',
          },
        ],
        End: true,
      },
    },
  });
}

/** Who may take a role: a service of AWS, for things of this account that are called so. */
export function trustPolicy(service: string, account: string, source: string): string {
  return policy([
    {
      Effect: 'Allow',
      Principal: { Service: `${service}.amazonaws.com` },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': source },
      },
    },
  ]);
}

/** What the rules may do: start the state machine. */
export function startPolicy(stateMachineArn: string): string {
  return policy([{ Effect: 'Allow', Action: ['states:StartExecution'], Resource: [stateMachineArn] }]);
}

/** What the state machine may do: change these services. It names no task definition, so it passes no role. */
export function updatePolicy({ services }: RefreshNames, serviceNames: readonly string[]): string {
  const Resource = serviceNames.map((name) => `${services}${name}`);
  return policy([{ Effect: 'Allow', Action: ['ecs:UpdateService'], Resource }]);
}

/** What the rules could not start goes into the queue, over TLS. */
export function queuePolicy(queueArn: string, { rules }: RefreshNames): string {
  return policy([
    {
      Sid: 'Rules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: { ArnLike: { 'aws:SourceArn': `${rules}*` } },
    },
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 'sqs:*',
      Resource: queueArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}

function policy(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
