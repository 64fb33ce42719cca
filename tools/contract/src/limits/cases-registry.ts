import { AccountLogging } from '@mcp-fleet/lambda-rest-api';
import { AlarmTopic } from '@mcp-fleet/alarms';
import { FlowLog } from '@mcp-fleet/vpc';
import { json, pins, server, settings } from '@mcp-fleet/testing/fleet';
import {
  at,
  anywhere,
  countOf,
  environment,
  letters,
  made,
  record,
  values,
  type Resources,
  type ServiceCases,
} from './case';
import { account, fargateServer, lambdaServer, region, repository, vpcId } from './fixtures';

const MODULE = 'ecr';
const REPOSITORY = 'aws_ecr_repository';
const FILTER = 'image_tag_mutability_exclusion_filter.filter';

/** Names of environments: letters and digits only. */
const names = (count: number) => Object.keys(record(count, String, 'env'));
const lifecycleOf = (all: Resources) => values(all, 'aws_ecr_lifecycle_policy', 'policy').map(String);
const OWN_RULES = (JSON.parse(lifecycleOf(repository())[0] ?? '') as { rules: unknown[] }).rules.length;
/** What the name of an environment is in twice: pattern and description. */
const OWN_TEXT = (lifecycleOf(repository({ deployedBy: ['a'] }))[0] ?? '').length - 2;
const pinned = (change: object): Resources => {
  const key = 'mcp-servers/dev/notes';
  const pin = (JSON.parse(pins['environments/dev/images.json'] ?? '') as Record<string, object>)[key];
  return environment({}, { 'environments/dev/images.json': json({ [key]: { ...pin, ...change } }) });
};

export const ecr: ServiceCases<'ecr'> = {
  repositoryName: {
    cases: [
      {
        by: MODULE,
        make: (repositoryName: string) => repository({ repositoryName }),
        shows: at(REPOSITORY, 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'a/b-c_d.e', bad: 'Mcp/gitlab' },
      },
    ],
  },
  lifecyclePolicyText: {
    cases: [
      {
        by: MODULE,
        make: (size: number) => repository({ deployedBy: [letters((size - OWN_TEXT) / 2)] }),
        shows: (all: Resources, size: number) => lifecycleOf(all).some(({ length }) => length === size),
        text: true,
        bounds: ['max'],
        sizes: evenSizes(30_720, OWN_TEXT),
      },
    ],
    outOfReach: { min: 'the rules that every repository has are longer' },
  },
  tagExclusionFilters: {
    cases: [
      {
        by: MODULE,
        make: (count: number) => repository({ mutableTags: names(count) }),
        shows: countOf(REPOSITORY, FILTER),
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'without a filter all tags are immutable' },
  },
  imageTag: {
    cases: [
      {
        by: 'plan',
        make: (tag: string) => pinned({ tag }),
        shows: (all: Resources) => anywhere(all, `sha256:${'0'.repeat(64)}`),
        ofSize: letters,
        text: true,
        pattern: { good: 'v1.2.0-0', bad: '-v1' },
        says: 'a tag is up to 128 letters, digits, _ . and -',
      },
    ],
  },
  imageDigest: {
    cases: [
      {
        by: 'plan',
        make: (digest: string) => pinned({ digest }),
        shows: anywhere,
        text: true,
        pattern: { good: `sha256:${'1'.repeat(64)}`, bad: `sha256:${'1'.repeat(63)}` },
        says: 'a digest is sha256: and 64 hex digits',
      },
    ],
  },
  lifecycleRules: {
    cases: [
      {
        by: MODULE,
        make: (rules: number) => repository({ deployedBy: names(rules - OWN_RULES) }),
        shows: (all: Resources, rules: number) =>
          lifecycleOf(all).some((text) => (JSON.parse(text) as { rules: unknown[] }).rules.length === rules),
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'every repository has rules' },
  },
  repositoryPolicyText: {
    cases: [
      {
        by: MODULE,
        make: (count: number) => repository({ account, lambdaReaders: readers(count) }),
        shows: (all: Resources) =>
          values(all, 'aws_ecr_repository_policy', 'policy').every((it) => String(it).length > 9800),
        text: true,
        sizes: mostReaders(),
      },
    ],
  },
  tagExclusionFilter: {
    cases: [
      {
        by: MODULE,
        make: (tag: string) => repository({ mutableTags: [tag] }),
        shows: at(REPOSITORY, FILTER),
        ofSize: letters,
        text: true,
        pattern: { good: 'pr-*', bad: 'pr/*' },
      },
    ],
  },
};

/** On a resource with an ARN of so many characters. */
const permission = (size: number) => ({ actions: ['s3:GetObject'], resources: [letters(size, 'arn:')] });

export const iam: ServiceCases<'iam'> = {
  roleName: {
    cases: [
      {
        by: 'lambda-rest-api',
        make: (roleName: string) => made((stack) => new AccountLogging(stack, 'logs', { roleName })),
        shows: at('aws_iam_role', 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'dev_tools+1@b', bad: 'dev/tools' },
      },
      {
        by: 'vpc',
        make: (roleName: string) =>
          made(
            (stack) => new FlowLog(stack, 'log', { vpc: { vpcId }, name: 'dev', account, region, roleName }),
          ),
        shows: at('aws_iam_role', 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'dev_tools+1@b', bad: 'dev/tools' },
      },
    ],
  },
  inlinePolicyCharacters: {
    cases: [
      {
        by: 'lambda-http-api',
        make: (size: number) => lambdaServer({ permissions: [permission(size)] }),
        shows: (all: Resources, size: number) => anywhere(all, letters(size, 'arn:')),
        text: true,
        sizes: { edge: 9900, beyond: 10_240 },
      },
      {
        by: 'fargate-alb',
        make: (size: number) => fargateServer({ permissions: [permission(size)] }),
        shows: (all: Resources, size: number) => anywhere(all, letters(size, 'arn:')),
        text: true,
        sizes: { edge: 10_100, beyond: 10_240 },
      },
      {
        by: 'plan',
        make: (size: number) =>
          environment(
            { deployments: { tools: { servers: { notes: undefined, wiki: { settings } } } } },
            server('wiki', {
              permissions: [permission(size)],
            }),
          ),
        shows: (all: Resources, size: number) => anywhere(all, letters(size, 'arn:')),
        sizes: { edge: 9000, beyond: 10_240 },
      },
    ],
  },
  accountId: {
    cases: [
      {
        by: MODULE,
        make: (id: string) =>
          repository({ account, lambdaReaders: [{ account: id, region, functionNamePrefix: 'dev-' }] }),
        shows: anywhere,
        text: true,
        pattern: { good: '444455556666', bad: '4444-5555-6666' },
      },
    ],
  },
  region: {
    cases: [
      {
        by: MODULE,
        make: (name: string) =>
          repository({ account, lambdaReaders: [{ account, region: name, functionNamePrefix: 'dev-' }] }),
        shows: anywhere,
        text: true,
        pattern: { good: 'eu-central-1', bad: 'Frankfurt' },
      },
      {
        by: 'alarms',
        make: (name: string) =>
          made((stack) => new AlarmTopic(stack, 'topic', { topicName: 'mcp', account, region: name })),
        shows: anywhere,
        text: true,
        pattern: { good: 'eu-central-1', bad: 'Frankfurt' },
      },
    ],
  },
};

/** The name of an environment is in the text twice, so that every second size can be made. */
function evenSizes(max: number, own: number) {
  const edge = max - ((max - own) % 2);
  return { edge, beyond: edge + 2 };
}

function readers(count: number) {
  return names(count).map((name) => ({ account, region, functionNamePrefix: `${name}-` }));
}

/** As many readers as fit. */
function mostReaders() {
  const size = (count: number) => {
    const policy = repository({ account, lambdaReaders: readers(count) })['aws_ecr_repository_policy'];
    return String(Object.values(policy ?? {})[0]?.['policy']).length;
  };
  const each = size(11) - size(10);
  const edge = 10 + Math.floor((10_240 - size(10)) / each);
  return { edge, beyond: edge + 1 };
}
