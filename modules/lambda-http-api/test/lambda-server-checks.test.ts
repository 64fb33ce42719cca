import { limits } from '@mcp-fleet/core';
import { LambdaServer, webAdapterVariables, type LambdaServerProps } from '@mcp-fleet/lambda-http-api';
import { testStack, thrownMessage } from '@mcp-fleet/testing';

const digest = '0'.repeat(64);
const uri = `111122223333.dkr.ecr.us-east-1.amazonaws.com/mcp/gitlab@sha256:${digest}`;
const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:mcp/dev/gitlab-a1B2c3';

const make = (props: Partial<LambdaServerProps>) =>
  new LambdaServer(testStack(), 'gitlab', { functionName: 'dev-gitlab', image: { uri }, ...props });
const message = (props: Partial<LambdaServerProps>) => thrownMessage(() => make(props));

describe('the 4,096 bytes of variables', () => {
  const own = Object.entries(webAdapterVariables()).join('').replaceAll(',', '').length;
  const room = limits.lambda.variablesBytes.max - own - 'SETTING'.length;

  test('are all usable, and counted as Lambda counts them', () => {
    expect(() => make({ environment: { SETTING: 'x'.repeat(room) } })).not.toThrow();
    expect(() => make({ environment: { SETTING: `$\${${'x'.repeat(room - 2)}` } })).not.toThrow();
    expect(() => make({ environment: { SETTING: 'é'.repeat(room / 2 + 1) } })).toThrow('at most 4,096 bytes');
  });

  test('are not one more', () => {
    expect(message({ environment: { SETTING: 'x'.repeat(room + 1) } })).toBe(
      `test/gitlab: environment
  got   4097
  rule  the environment of a Lambda function (names and values together) is at most 4,096 bytes [docs:lambda/gettingstarted-limits]
  fix   make them shorter or fewer
  code  invalid-props`,
    );
  });
});

describe('bad props', () => {
  const broken = (prop: string, got: string, rule: string, fix = 'use a value within it') =>
    `test/gitlab: ${prop}\n  got   ${got}\n  rule  ${rule}\n  fix   ${fix}\n  code  invalid-props`;

  test.each<[string, Partial<LambdaServerProps>, string]>([
    [
      'a name',
      { functionName: 'dev gitlab' },
      broken(
        'functionName',
        '"dev gitlab"',
        'a Lambda function name is 1 to 64 characters, letters, digits, hyphens and underscores [docs:lambda/API_CreateFunction]',
      ),
    ],
    [
      'an image outside private ECR',
      { image: { uri: 'ghcr.io/acme/gitlab:1' } },
      broken(
        'image.uri',
        '"ghcr.io/acme/gitlab:1"',
        'the image of a Lambda function is in a private ECR repository, with a digest or a tag [docs:lambda/images-create]',
        'push the image to ECR and give its digest',
      ),
    ],
    [
      'a VPC without subnets',
      { vpc: { vpcId: 'vpc-01234567', subnetIds: {} } },
      broken(
        'vpc.subnetIds',
        '0',
        'the number of subnets of a Lambda function in a VPC is 1 to 16 [docs:AWSCloudFormation/aws-properties-lambda-function-vpcconfig]',
        'give a private subnet of each zone',
      ),
    ],
    [
      'a VPC that is none',
      { vpc: { vpcId: 'tools', subnetIds: { a: 'subnet-01234567' } } },
      broken(
        'vpc.vpcId',
        '"tools"',
        'the id of a VPC is vpc- and 8 or 17 hex digits [docs:AWSEC2/resource-ids]',
        'give the id of the VPC',
      ),
    ],
    [
      'a subnet that is none',
      { vpc: { vpcId: 'vpc-01234567', subnetIds: { a: 'us-east-1a' } } },
      broken(
        'vpc.subnetIds.a',
        '"us-east-1a"',
        'the id of a subnet is subnet- and 8 or 17 hex digits [docs:AWSEC2/resource-ids]',
        'give its id',
      ),
    ],
    [
      'an image of another architecture',
      { image: { uri, architecture: 'x86_64' } },
      broken(
        'image.architecture',
        '"x86_64"',
        "an image runs on the architecture that it was built for; the function's is arm64",
        'build the image for arm64, or set architecture',
      ),
    ],
    [
      'an architecture that does not exist',
      { architecture: 'amd64' as 'arm64' },
      broken(
        'architecture',
        '"amd64"',
        'the architecture of a Lambda function is one of arm64, x86_64 [API:lambda.Architecture]',
      ),
    ],
    [
      'memory',
      { memoryMiB: 64 },
      broken(
        'memoryMiB',
        '64',
        'the memory of a Lambda function is 128 to 10,240 MiB [docs:lambda/gettingstarted-limits]',
      ),
    ],
    [
      'a timeout',
      { timeoutSeconds: 901 },
      broken(
        'timeoutSeconds',
        '901',
        'a Lambda timeout is 1 to 900 seconds [docs:lambda/gettingstarted-limits]',
      ),
    ],
    [
      'storage',
      { ephemeralStorageMiB: 100 },
      broken(
        'ephemeralStorageMiB',
        '100',
        'the /tmp of a Lambda function is 512 to 10,240 MiB [API:lambda.EphemeralStorage]',
      ),
    ],
    [
      'a log level',
      { observability: { logLevel: 'info' as 'INFO' } },
      broken(
        'observability.logLevel',
        '"info"',
        'the application log level of a Lambda function is one of TRACE, DEBUG, INFO, WARN, ERROR, FATAL [API:lambda.ApplicationLogLevel]',
      ),
    ],
    [
      'a variable of Lambda',
      { environment: { AWS_REGION: 'us-east-1' } },
      broken(
        'environment.AWS_REGION',
        '"AWS_REGION"',
        'Lambda sets this variable itself [docs:lambda/configuration-envvars]',
        'remove it',
      ),
    ],
    [
      'a variable of the web adapter',
      { environment: { AWS_LWA_READINESS_PATH: '/' } },
      broken(
        'environment.AWS_LWA_READINESS_PATH',
        '"AWS_LWA_READINESS_PATH"',
        'variables that begin with AWS_LWA_ are those of the web adapter, which this module sets',
        'remove it, and choose with webAdapter what can be chosen',
      ),
    ],
    [
      'the name of a variable',
      { environment: { '1ST-URL': 'secret-looking value' } },
      broken(
        'environment.1ST-URL',
        '"1ST-URL"',
        'the name of a Lambda environment variable is at least 2 characters, a letter, then letters, digits and underscores [docs:lambda/configuration-envvars]',
        'rename it',
      ),
    ],
    [
      'a secret by wildcard',
      { secretArns: [secretArn, `${secretArn.slice(0, -6)}*`] },
      broken(
        'secretArns[1]',
        `"${secretArn.slice(0, -6)}*"`,
        'a function reads what is named by its whole ARN, so that no server can read what belongs to another',
        'give the ARN, without * and ?',
      ),
    ],
    [
      'a parameter by name',
      { parameterArns: ['/gitlab/url'] },
      broken(
        'parameterArns[0]',
        '"/gitlab/url"',
        'a function reads what is named by its whole ARN, so that no server can read what belongs to another',
        'give the ARN, without * and ?',
      ),
    ],
    [
      'the permission to do everything',
      { permissions: [{ actions: ['*'], resources: ['*'] }] },
      broken(
        'permissions[0].actions',
        '["*"]',
        'actions are named with their service; all of AWS is never granted',
        'write them like s3:GetObject',
      ),
    ],
    [
      'a permission on nothing',
      { permissions: [{ actions: ['s3:GetObject'], resources: [] }] },
      broken(
        'permissions[0].resources',
        '[]',
        'a permission is on at least one resource',
        'give the ARNs, or * for actions that know no resource',
      ),
    ],
    [
      'a service on the way to what is not KMS',
      {
        permissions: [
          {
            actions: ['kms:Decrypt', 's3:GetObject'],
            resources: ['*'],
            viaService: 'secretsmanager.us-east-1.amazonaws.com',
          },
        ],
      },
      broken(
        'permissions[0].viaService',
        '"secretsmanager.us-east-1.amazonaws.com"',
        'only requests to KMS say through which service they come: others would always be refused [docs:kms/conditions-kms]',
        'leave it out, or grant KMS actions apart',
      ),
    ],
    [
      'a service by its principal',
      {
        permissions: [
          { actions: ['kms:Decrypt'], resources: ['*'], viaService: 'secretsmanager.amazonaws.com' },
        ],
      },
      broken(
        'permissions[0].viaService',
        '"secretsmanager.amazonaws.com"',
        'KMS names a service with its Region [docs:kms/conditions-kms]',
        'write it like secretsmanager.us-east-1.amazonaws.com',
      ),
    ],
    [
      'more provisioned than reserved',
      { concurrency: { reserved: 2, provisioned: 3 } },
      broken(
        'concurrency.provisioned',
        '3',
        'provisioned concurrency is at most the reserved one [docs:lambda/provisioned-concurrency]',
        'provision less or reserve more',
      ),
    ],
    [
      'negative concurrency',
      { concurrency: { reserved: -1 } },
      broken(
        'concurrency.reserved',
        '-1',
        'reserved concurrency is at least 0 [docs:lambda/gettingstarted-limits]',
      ),
    ],
  ])('%s', (_, props, text) => {
    expect(message(props)).toBe(text);
  });

  test('retention and description', () => {
    const text = message({ observability: { logRetentionDays: 31 }, description: 'x'.repeat(257) });
    expect(text).toContain(
      'test/gitlab: observability.logRetentionDays\n  got   31\n  rule  the retention of a log',
    );
    expect(text).toContain('  rule  a Lambda description is at most 256 characters [API:lambda.Description]');
    expect(text).toMatch(/\n\n2 errors$/);
  });

  test('a policy that is too long', () => {
    const resources = Array.from({ length: 300 }, (_, i) => `arn:aws:s3:::acme-bucket-number-${i}/*`);
    expect(message({ permissions: [{ actions: ['s3:GetObject'], resources }] })).toContain(
      '  rule  the inline policies of an IAM role together, without white space is at most 10,240 characters',
    );
  });
});
