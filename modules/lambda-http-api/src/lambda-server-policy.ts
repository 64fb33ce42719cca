import type { ResolvedLambdaServerProps } from './lambda-server-props';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What Lambda does with the role of a function in a VPC. Source: docs:lambda/configuration-vpc. */
const networkActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Trust policy of the role of a function: Lambda. */
export const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** What a function may do: write its own logs, and what its props grant. Nothing on ECR: Lambda pulls by itself. */
export function rolePolicy(logGroupArn: string, props: ResolvedLambdaServerProps): string {
  const logs = allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [`${logGroupArn}:*`]);
  return JSON.stringify({ Version: '2012-10-17', Statement: [logs, ...grants(props)] });
}

/**
 * What Lambda may do for a function in a VPC. AWS checks these actions on all resources. Only requests from the code of
 * a function say which function they come from: those are refused, so that no server can touch network interfaces.
 */
export function networkPolicy({ permissions }: Pick<ResolvedLambdaServerProps, 'permissions'>): string {
  const granted = permissions.flatMap(({ actions }) => actions.map(patternOf));
  // What only reads is left to servers that are granted it; the rest a grant does not open.
  const refused = networkActions.filter(
    (action) => !action.startsWith('ec2:Describe') || !granted.some((pattern) => pattern.test(action)),
  );
  const fromCode = { Null: { 'lambda:SourceFunctionArn': 'false' } };
  const Statement: Statement[] = [
    allow(networkActions, ['*']),
    { Effect: 'Deny', Action: refused, Resource: ['*'], Condition: fromCode },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/** An action of IAM, which may have wildcards, whatever its case. */
function patternOf(action: string): RegExp {
  return new RegExp(`^${action.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i');
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
