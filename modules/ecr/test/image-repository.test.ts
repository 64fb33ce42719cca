import { ImageRepository, type ImageRepositoryProps } from '@mcp-fleet/ecr';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformOutput, Testing } from 'cdktf';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const minimal = () => synthesised(new MinimalStack(Testing.app(), 'test'));
const complete = () => synthesised(new CompleteStack(Testing.app(), 'test'));

function make(props: Partial<ImageRepositoryProps>) {
  const stack = testStack();
  new ImageRepository(stack, 'repo', { repositoryName: 'mcp/gitlab', ...props });
  return synthesised(stack);
}

interface Rule {
  rulePriority: number;
  selection: Record<string, unknown>;
  action: unknown;
}
const rulesOf = (json: ReturnType<typeof make>) =>
  (JSON.parse(String(onlyResource(json, 'aws_ecr_lifecycle_policy').policy)) as { rules: Rule[] }).rules;

describe('minimal props', () => {
  test('the repository is immutable, scanned, encrypted and hard to delete', () => {
    expect(onlyResource(minimal(), 'aws_ecr_repository')).toMatchObject({
      name: 'mcp-servers/dev/gitlab',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: 'AES256' }],
      force_delete: false,
    });
  });

  test('nobody reads, so there is no policy', () => {
    expect(minimal().resource).not.toHaveProperty('aws_ecr_repository_policy');
  });

  test('the lifecycle has one rule per pattern, untagged images last', () => {
    expect(rulesOf(minimal()).map((rule) => [rule.rulePriority, rule.selection])).toEqual([
      [1, { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 10 }],
      [
        2,
        {
          tagStatus: 'tagged',
          tagPatternList: ['release-*'],
          countType: 'imageCountMoreThan',
          countNumber: 10,
        },
      ],
      [
        3,
        {
          tagStatus: 'tagged',
          tagPatternList: ['staging-*'],
          countType: 'imageCountMoreThan',
          countNumber: 5,
        },
      ],
      [
        4,
        {
          tagStatus: 'tagged',
          tagPatternList: ['dev-*'],
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 7,
        },
      ],
      [
        5,
        {
          tagStatus: 'tagged',
          tagPatternList: ['pr-*'],
          countType: 'sinceImagePushed',
          countUnit: 'days',
          countNumber: 7,
        },
      ],
      [6, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 }],
    ]);
    expect(rulesOf(minimal()).every((rule) => JSON.stringify(rule.action) === '{"type":"expire"}')).toBe(
      true,
    );
  });
});

describe('all props', () => {
  test('the key, the forced deletion and the tags arrive', () => {
    expect(onlyResource(complete(), 'aws_ecr_repository')).toMatchObject({
      encryption_configuration: [
        {
          encryption_type: 'KMS',
          kms_key: 'arn:aws:kms:us-east-1:111122223333:key/00000000-0000-0000-0000-000000000000',
        },
      ],
      force_delete: true,
      tags: { Server: 'gitlab' },
    });
  });

  test('deployed images come first, an environment each', () => {
    const first = rulesOf(complete()).slice(0, 3);
    expect(first.map((rule) => [rule.selection.tagPatternList, rule.selection.countNumber])).toEqual([
      [['deployed-production-*'], 10],
      [['deployed-staging-*'], 10],
      [['v*'], 10],
    ]);
  });

  test('Lambda reads for the named functions only; another account is named too', () => {
    const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    const service = (account: string, prefix: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: pull,
      Condition: {
        StringLike: { 'aws:SourceArn': `arn:aws:lambda:us-east-1:${account}:function:${prefix}*` },
        StringEquals: { 'aws:SourceAccount': account },
      },
    });
    const { policy } = onlyResource(complete(), 'aws_ecr_repository_policy');
    expect(JSON.parse(String(policy)).Statement).toEqual([
      service('111122223333', 'production-'),
      service('444455556666', 'staging-'),
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: pull },
    ]);
  });

  test('an account with two readers is named once, in its partition', () => {
    const reader = { account: '444455556666', region: 'cn-north-1', partition: 'aws-cn' };
    const json = make({
      account: '111122223333',
      lambdaReaders: [
        { ...reader, functionNamePrefix: 'a-' },
        { ...reader, functionNamePrefix: 'b-' },
      ],
    });
    const statements = JSON.parse(String(onlyResource(json, 'aws_ecr_repository_policy').policy)).Statement;
    expect(statements).toHaveLength(3);
    expect(statements[2].Principal).toEqual({ AWS: 'arn:aws-cn:iam::444455556666:root' });
    expect(statements[0].Condition.StringLike['aws:SourceArn']).toBe(
      'arn:aws-cn:lambda:cn-north-1:444455556666:function:a-*',
    );
  });

  test('tags that may move are exclusions', () => {
    expect(onlyResource(make({ mutableTags: ['cache-*'] }), 'aws_ecr_repository')).toMatchObject({
      image_tag_mutability: 'IMMUTABLE_WITH_EXCLUSION',
      image_tag_mutability_exclusion_filter: [{ filter: 'cache-*', filter_type: 'WILDCARD' }],
    });
  });

  test('gives references that depend on the repository', () => {
    const stack = testStack();
    const repo = new ImageRepository(stack, 'repo', { repositoryName: 'mcp/gitlab' });
    const value = [repo.repositoryName, repo.repositoryArn, repo.repositoryUrl];
    new TerraformOutput(stack, 'ref', { value });
    const reference = (attribute: string) =>
      expect.stringMatching(new RegExp(`^\\$\\{aws_ecr_repository\\.repo_\\w+\\.${attribute}\\}$`));
    expect(synthesised(stack).output?.ref?.value).toEqual([
      reference('name'),
      reference('arn'),
      reference('repository_url'),
    ]);
  });
});

describe('bad props', () => {
  test('a name that ECR refuses', () => {
    expect(thrownMessage(() => make({ repositoryName: 'MCP/GitLab' }))).toBe(
      `test/repo: repositoryName
  got   "MCP/GitLab"
  rule  an ECR repository name is 2 to 256 characters, lower-case words joined by one of . _ - and / [API:ecr.RepositoryName]
  fix   use a value within it
  code  invalid-props`,
    );
  });

  test('readers without the account of the repository', () => {
    const lambdaReaders = [{ account: '111122223333', region: 'us-east-1', functionNamePrefix: 'dev-' }];
    expect(thrownMessage(() => make({ lambdaReaders }))).toBe(
      `test/repo: account
  rule  the account of the repository tells which readers are of another account
  fix   give the account of the repository, or no lambdaReaders
  code  invalid-props`,
    );
  });

  test('a reader that would open the repository wider than it says', () => {
    const lambdaReaders = [{ account: '*', region: '*', functionNamePrefix: '*' }];
    expect(thrownMessage(() => make({ account: '1234', lambdaReaders }))).toBe(
      `test/repo: account
  got   "1234"
  rule  an AWS account id is 12 digits [API:iam.accountIdType]
  fix   use a value within it
  code  invalid-props

test/repo: lambdaReaders[0].account
  got   "*"
  rule  an AWS account id is 12 digits [API:iam.accountIdType]
  fix   use a value within it
  code  invalid-props

test/repo: lambdaReaders[0].region
  got   "*"
  rule  an AWS Region is written like us-east-1 [docs:general/rande]
  fix   use a value within it
  code  invalid-props

test/repo: lambdaReaders[0].functionNamePrefix
  got   "*"
  rule  a Lambda function name is 1 to 64 characters, letters, digits, hyphens and underscores [docs:lambda/API_CreateFunction]
  fix   use a value within it
  code  invalid-props

4 errors`,
    );
  });

  test('environments twice, or with a name that would cover two', () => {
    expect(thrownMessage(() => make({ deployedBy: ['dev', 'dev', 'dev-eu'] }))).toBe(
      `test/repo: deployedBy[1]
  got   "dev"
  rule  each environment is named once
  fix   remove it
  code  invalid-props

test/repo: deployedBy[2]
  got   "dev-eu"
  rule  the name of an environment is a lower-case letter, then lower-case letters and digits, so that no pattern covers two
  fix   use the name of an environment
  code  invalid-props

2 errors`,
    );
  });

  test('more environments than a lifecycle has rules', () => {
    const deployedBy = Array.from({ length: 45 }, (_, i) => `env${i}`);
    expect(thrownMessage(() => make({ deployedBy }))).toBe(
      `test/repo: deployedBy
  got   51
  rule  the number of rules of a lifecycle policy is 1 to 50 [docs:AmazonECR/service-quotas]
  fix   name fewer environments
  code  invalid-props`,
    );
  });

  test('more readers than a policy has room for', () => {
    const lambdaReaders = Array.from({ length: 40 }, (_, i) => ({
      account: '111122223333',
      region: 'us-east-1',
      functionNamePrefix: `environment${i}-`,
    }));
    expect(thrownMessage(() => make({ account: '111122223333', lambdaReaders }))).toMatch(
      /^test\/repo: lambdaReaders\n {2}got {3}".*\n {2}rule {2}the policy of an ECR repository is at most 10,240 characters \[API:ecr\.RepositoryPolicyText\]\n {2}fix {3}name fewer readers, by shorter prefixes\n {2}code {2}invalid-props$/,
    );
  });

  test('exclusions: too many, and one that is no pattern', () => {
    expect(thrownMessage(() => make({ mutableTags: ['a', 'b', 'c', 'd', 'e', 'f/g'] }))).toBe(
      `test/repo: mutableTags
  got   6
  rule  the number of tag mutability exclusion filters is 1 to 5 [API:ecr.ImageTagMutabilityExclusionFilters]
  fix   use a value within it
  code  invalid-props

test/repo: mutableTags[5]
  got   "f/g"
  rule  a tag mutability exclusion filter is 1 to 128 characters, letters, digits and . _ * - [API:ecr.ImageTagMutabilityExclusionFilter]
  fix   use a value within it
  code  invalid-props

2 errors`,
    );
  });
});

test('addresses are contract', () => {
  expect(addresses(complete())).toEqual([
    'aws_ecr_lifecycle_policy.gitlab_LifecyclePolicy_3432F092',
    'aws_ecr_repository.gitlab_93992691',
    'aws_ecr_repository_policy.gitlab_Policy_197400D7',
  ]);
});
