import { limits, reservedLambdaVariables, ruleOf, type Limit } from '@mcp-fleet/core';
import { code, header, page, prose, table } from './markdown';

const SERVICES: Readonly<Record<keyof typeof limits, string>> = {
  cloudwatch: 'Amazon CloudWatch, and the SNS topics that alarms tell',
  docker: 'Containers on a laptop',
  ecr: 'Amazon ECR',
  ecs: 'Amazon ECS on AWS Fargate',
  httpApi: 'Amazon API Gateway, HTTP APIs',
  iam: 'AWS IAM',
  kms: 'AWS KMS',
  lambda: 'AWS Lambda',
  loadBalancer: 'Application Load Balancers',
  logs: 'Amazon CloudWatch Logs',
  restApi: 'Amazon API Gateway, REST APIs',
  route53: 'Amazon Route 53, and the certificates of AWS Certificate Manager',
  s3: 'Amazon S3',
  secrets: 'AWS Secrets Manager and SSM parameters',
  vpc: 'Amazon VPC',
};

/** docs/limits.md: every limit of AWS that is checked before Terraform runs. */
export function limitsPage(): string {
  return page([
    header('libs/core/src/limits'),
    '# Limits of AWS',
    'What mcp-fleet checks before Terraform runs. The plan and the modules read these limits from `limits` of [`@mcp-fleet/core`](../libs/core/README.md).',
    'A source is where AWS says it: `API:<service>.<shape>` is a shape in the model of the service’s API, `docs:<guide>/<page>` a page of the AWS documentation.',
    'A limit with a quota is one that AWS raises on request. Write what the account has been granted into the environment file: `quotas: { httpApiRoutes: 600 }`.',
    ...Object.entries(limits).flatMap(([service, all]) => [
      `## ${SERVICES[service as keyof typeof limits] ?? service}`,
      table(
        ['limit', 'what', 'rule', 'source', 'quota'],
        Object.entries(all).map(([name, limit]) => row(`${service}.${name}`, limit)),
      ),
    ]),
    '## Variables that Lambda sets',
    `No server can be given these: ${reservedLambdaVariables.map(code).join(', ')}.`,
  ]);
}

function row(name: string, limit: Limit): string[] {
  const sentence = ruleOf(limit, isCount(limit) ? 'number' : 'string');
  const rule = sentence.slice(`${limit.what} is `.length, -` [${limit.source}]`.length);
  return [
    code(name),
    prose(limit.what),
    prose(rule),
    code(limit.source),
    limit.quota === undefined ? '' : code(limit.quota),
  ];
}

/** A limit does not say whether numbers or the characters of texts are counted; its subject does. */
function isCount({ unit, what }: Limit): boolean {
  return unit !== undefined || /^the (number|concurrency) /.test(what);
}
