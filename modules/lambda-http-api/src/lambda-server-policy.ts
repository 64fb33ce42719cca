import type { ResolvedLambdaServerProps } from './lambda-server-props';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, string>> };
}

/** Who may take the role of a function: Lambda. */
export const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** What a function may do: write its own logs, and what its props grant. Nothing on ECR: Lambda pulls by itself. */
export function rolePolicy(logGroupArn: string, props: ResolvedLambdaServerProps): string {
  const logs = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn}:*`]);
  return JSON.stringify({ Version: '2012-10-17', Statement: [logs, ...grants(props)] });
}

/** The statements that come from props, without the one for logs. */
function grants(props: ResolvedLambdaServerProps): readonly Statement[] {
  return [
    ...(props.secretArns.length > 0 ? [allow(['secretsmanager:GetSecretValue'], props.secretArns)] : []),
    ...(props.parameterArns.length > 0 ? [allow(['ssm:GetParameter'], props.parameterArns)] : []),
    // X-Ray knows no resources for these.
    ...(props.observability.tracing
      ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*'])]
      : []),
    ...props.permissions.map(({ actions, resources, viaService }) => ({
      ...allow(actions, resources),
      ...(viaService === undefined ? {} : { Condition: { StringEquals: { 'kms:ViaService': viaService } } }),
    })),
  ];
}

function allow(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
