import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless } from './rule';
import type { World } from './world';
import type { Block } from './values';
import { blocks, list, object, parsed, repeated, texts } from './values';

const ROLE = 'aws_iam_role';
const INLINE = 'aws_iam_role_policy';
/** Where policies are, by attribute. */
const POLICIES: Readonly<Record<string, string>> = {
  aws_iam_role: 'assume_role_policy',
  aws_iam_role_policy: 'policy',
  aws_iam_policy: 'policy',
  aws_ecr_repository_policy: 'policy',
  aws_s3_bucket_policy: 'policy',
  aws_sns_topic_policy: 'policy',
  aws_sqs_queue_policy: 'policy',
  aws_secretsmanager_secret_policy: 'policy',
  aws_kms_key: 'policy',
  aws_vpc_endpoint: 'policy',
  aws_cloudwatch_log_resource_policy: 'policy_document',
};
/** Policies of an identity: the others say who may. */
const OF_IDENTITY = [INLINE, 'aws_iam_policy'];
const TYPES = Object.keys(POLICIES);

const policyText = (r: Resource, world: World) => {
  const value = r.block[POLICIES[r.type] as string];
  return value === undefined ? undefined : world.expand(r, value);
};
const statementsOf = (r: Resource, world: World) =>
  blocks(object(parsed(policyText(r, world) ?? '{}'))['Statement']);
/** Characters as IAM counts them: without white space. */
const size = (text: string) => text.replace(/\s/g, '').length;

export const policyRules: readonly Rule[] = [
  {
    name: 'iam-names',
    source: 'API:iam.roleNameType 64, policyNameType 128',
    type: [ROLE, INLINE],
    faults: (r, world) =>
      matches(
        world.expand(r, r.block['name']),
        r.type === ROLE ? /^[\w+=,.@-]{1,64}$/ : /^[\w+=,.@-]{1,128}$/,
        'the name',
      ),
  },
  {
    name: 'iam-sizes',
    source:
      'docs:IAM/reference_iam-quotas: 2,048 characters of trust, 10,240 of all inline policies of a role',
    type: ROLE,
    faults: (r, world) => {
      const inline = world.referring(r, INLINE, 'role');
      const sum = inline.reduce((all, policy) => all + size(policyText(policy, world) ?? ''), 0);
      const trust = size(policyText(r, world) ?? '');
      return [
        ...unless(
          trust <= world.quota('iamTrustPolicyCharacters', 2048),
          `its trust has ${trust} characters`,
        ),
        ...unless(sum <= 10_240, `its policies have ${sum} characters together`),
      ];
    },
  },
  {
    name: 'role-session',
    source: 'API:iam.roleMaxSessionDurationType',
    type: ROLE,
    faults: ({ block }) =>
      unless(
        block['max_session_duration'] === undefined ||
          (Number(block['max_session_duration']) >= 3600 && Number(block['max_session_duration']) <= 43_200),
        'the longest session is not 1 to 12 hours',
      ),
  },
  {
    name: 'policy-grammar',
    source: 'docs:IAM/reference_policies_grammar',
    type: TYPES,
    faults: (r, world) => {
      const text = policyText(r, world);
      if (text === undefined) return [];
      const policy = parsed(text);
      if (policy === undefined) return ['the policy is no JSON'];
      const statements = statementsOf(r, world);
      return [
        ...unless(
          ['2012-10-17', '2008-10-17'].includes(String(object(policy)['Version'])),
          'the version is none',
        ),
        ...unless(statements.length > 0, 'it has no statement'),
        ...statements.flatMap((statement) => statementFaults(statement, OF_IDENTITY.includes(r.type))),
        ...repeated(statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [String(Sid)]))).map(
          (sid) => `two statements are named ${sid}`,
        ),
      ];
    },
  },
  {
    name: 'policy-nobody-is-everybody',
    source: 'docs:IAM/best-practices: who may is named, or bound by a condition',
    type: TYPES.filter((type) => !OF_IDENTITY.includes(type)),
    faults: (r, world) =>
      statementsOf(r, world).flatMap((statement) => {
        const who = statement['Principal'];
        const everybody = who === '*' || texts(object(who)['AWS']).includes('*');
        const bound = Object.keys(object(statement['Condition'])).length > 0;
        return unless(
          statement['Effect'] !== 'Allow' || !everybody || bound || opensS3Gateway(r),
          'it lets everybody in',
        );
      }),
  },
  {
    name: 'policy-least',
    source: 'docs:IAM/best-practices: least privilege; a key of KMS is managed by its account alone',
    type: TYPES,
    faults: (r, world) =>
      statementsOf(r, world).flatMap((statement) => {
        if (statement['Effect'] !== 'Allow') return [];
        const actions = texts(statement['Action']);
        const byAccount =
          texts(object(statement['Principal'])['AWS']).every((arn) => arn.endsWith(':root')) &&
          r.type === 'aws_kms_key';
        return [
          ...unless(!actions.includes('*'), 'it allows everything'),
          ...unless(
            byAccount || !actions.some((action) => /^[a-z0-9-]+:\*$/.test(action)) || opensS3Gateway(r),
            'it allows all of a service',
          ),
          ...unless(
            statement['NotAction'] === undefined && statement['NotResource'] === undefined,
            'it allows all but something',
          ),
          ...unless(
            !actions.some((action) => /^secretsmanager:|^kms:Decrypt/.test(action)) ||
              !OF_IDENTITY.includes(r.type) ||
              !texts(statement['Resource']).includes('*') ||
              statement['Condition'] !== undefined,
            'it reads all secrets',
          ),
        ];
      }),
  },
  {
    name: 'trust-of-service-bound',
    source: 'docs:IAM/confused-deputy: tasks are of this account',
    type: ROLE,
    faults: (r, world) =>
      statementsOf(r, world).flatMap((statement) =>
        texts(object(statement['Principal'])['Service'])
          .filter(
            (service) => service === 'ecs-tasks.amazonaws.com' || service === 'vpc-flow-logs.amazonaws.com',
          )
          .flatMap((service) =>
            unless(
              JSON.stringify(statement['Condition'] ?? {}).includes('aws:SourceAccount'),
              `${service} may assume it for any account`,
            ),
          ),
      ),
  },
  {
    name: 'endpoint-lets-roles-through',
    source:
      'docs:vpc/privatelink/vpc-endpoints-access: the policy of an endpoint and that of the role both have to allow',
    type: 'aws_vpc_endpoint',
    faults: (r, world) => {
      if (!opensS3Gateway(r)) return [];
      const through = statementsOf(r, world).flatMap(({ Resource: resources }) => texts(resources));
      const granted = world
        .of(INLINE)
        .flatMap((policy) => statementsOf(policy, world))
        .flatMap(({ Resource: resources }) => texts(resources))
        .filter((arn) => /^arn:[a-z-]+:s3:/.test(arn));
      return granted.flatMap((arn) =>
        unless(through.includes(arn), `${arn} is granted, and not let through`),
      );
    },
  },
];

/** What goes through a gateway endpoint is bound by the policies of whoever calls. */
function opensS3Gateway(r: Resource): boolean {
  return r.type === 'aws_vpc_endpoint' && r.block['vpc_endpoint_type'] === 'Gateway';
}

function statementFaults(statement: Block, ofIdentity: boolean): readonly string[] {
  const has = (key: string) => statement[key] !== undefined;
  const filled = ['Action', 'NotAction', 'Resource', 'NotResource']
    .filter(has)
    .every((key) => list(statement[key]).length > 0);
  return [
    ...unless(
      ['Allow', 'Deny'].includes(String(statement['Effect'])),
      'a statement neither allows nor denies',
    ),
    ...unless(has('Action') !== has('NotAction'), 'a statement has no action, or two kinds'),
    ...unless(filled, 'a statement has an empty list'),
    ...unless(
      ofIdentity
        ? !has('Principal') && (has('Resource') || has('NotResource'))
        : has('Principal') || has('NotPrincipal'),
      'who or what is not said',
    ),
    ...texts(statement['Action']).flatMap((action) =>
      matches(action, /^(\*|[a-z0-9-]+:[A-Za-z0-9*?]+)$/, 'an action'),
    ),
    ...(has('Sid') ? matches(String(statement['Sid']), /^[A-Za-z0-9 ]*$/, 'the name of a statement') : []),
    ...texts(statement['Resource']).flatMap((resource) =>
      matches(resource, /^(\*|arn:.+|«x».*)$/s, 'a resource'),
    ),
  ];
}
