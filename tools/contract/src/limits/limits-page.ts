import { limits, reservedLambdaVariables, ruleOf, type Limit } from '@mcp-fleet/core';
import { checkers, held } from '.';
import { boundsOf, tries, valuesOf } from './bounds';
import type { HeldLimit, Value } from './case';

const SERVICES: Readonly<Record<keyof typeof limits, string>> = {
  cloudwatch: 'Amazon CloudWatch, and the SNS topics that alarms tell',
  docker: 'Containers on a laptop',
  ecr: 'Amazon ECR',
  ecs: 'Amazon ECS on AWS Fargate',
  events: 'Amazon EventBridge and AWS Step Functions',
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

/** docs/limits.md: every limit of AWS that is checked before Terraform runs, and who does so. */
export function limitsPage(): string {
  const blocks = [
    '<!-- Written by `npm run docs` from libs/core/src/limits and tools/contract/src/limits. Edits here are lost. -->',
    '# Limits of AWS',
    'What mcp-fleet checks before Terraform runs. The plan and the modules read these limits from `limits` of [`@mcp-fleet/core`](../libs/core/README.md).',
    'A source is where AWS says it: `API:<service>.<shape>` is a shape in the model of the service’s API, `docs:<guide>/<page>` a page of the documentation of AWS, or of Docker where the guide is `docker`.',
    'A limit with a quota is one that AWS raises on request. Write what the account has been granted into the environment file: `quotas: { httpApiRoutes: 600 }`. Modules leave quotas to the plan: only the account knows them.',
    'A test tries each of them: what is at the edge is accepted and stands in the Terraform JSON, what is just beyond is refused with the rule and its source. What a module writes itself, nobody can break; the test looks at what it has written. Where it is written for as much data as there is, the test fills it up to the edge, and sees it split beyond.',
    ...Object.entries(limits).flatMap(([service, all]) => [
      `## ${SERVICES[service as keyof typeof limits]}`,
      table(
        ['limit', 'what', 'rule', 'at the edge', 'checked by', 'source', 'quota'],
        Object.entries(all).map(([name, limit]) =>
          row(`${service}.${name}`, limit, held[service as keyof typeof limits][name] ?? {}),
        ),
      ),
    ]),
    '## Variables that Lambda sets',
    `No server can be given these: ${reservedLambdaVariables.map(code).join(', ')}.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function row(name: string, limit: Limit, entry: HeldLimit): string[] {
  const sentence = ruleOf(limit, isCount(limit, entry) ? 'number' : 'string');
  const rule = sentence.slice(`${limit.what} is `.length, -` [${limit.source}]`.length);
  return [
    code(name),
    limit.what,
    rule,
    edges(limit, entry),
    checkers(entry).join(', '),
    code(limit.source),
    limit.quota === undefined ? '' : code(limit.quota),
  ];
}

/** What was tried and accepted: sizes of texts, numbers, the last choice, what matches a pattern. */
function edges(limit: Limit, { cases = [], fixed }: HeldLimit): string {
  const found = cases.flatMap((one) =>
    boundsOf(limit)
      .filter((bound) => tries(one, bound))
      .map((bound) => {
        const { edge } = valuesOf(limit, one, bound);
        if (bound === 'pattern') return code(String(edge));
        return one.ofSize ? `${figure(String(edge).length)} characters` : shown(edge);
      }),
  );
  const filled = fixed?.ofSize && limit.max !== undefined ? [figure(limit.max)] : [];
  return [...new Set([...found, ...filled])].join(', ');
}

function shown(value: Value): string {
  return typeof value === 'number' ? figure(value) : code(value);
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}

/** A limit does not say whether numbers or the characters of texts are counted; its cases do. */
function isCount({ unit, pattern }: Limit, { cases = [], fixed }: HeldLimit): boolean {
  if (unit !== undefined) return true;
  if (cases[0] !== undefined) return cases[0].text !== true;
  return typeof fixed?.beyond === 'number' && pattern === undefined;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${'---|'.repeat(columns.length)}`, ...rows.map(line)].join('\n');
}
