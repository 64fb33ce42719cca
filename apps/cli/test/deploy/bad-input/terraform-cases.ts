import type { BadAnswer } from './case';
import { dedent } from './case';

const error = (summary: string, detail = '', address?: string) => ({
  severity: 'error',
  summary,
  detail,
  ...(address ? { address } : {}),
});

/** What Terraform and the AWS provider say, in the words of Terraform 1.11 and provider 5.100. */
export const terraformCases: readonly BadAnswer[] = [
  {
    code: 'state-locked',
    diagnostic: error(
      'Error acquiring the state lock',
      [
        'Error message: operation error S3: PutObject, https response error StatusCode: 412, api error PreconditionFailed',
        'Lock Info:',
        '  ID:        d36ad1e8-c521-710c-2ea1-05213a7f58f6',
        '  Path:      acme-terraform-state/mcp-fleet/dev/dev-tools.tfstate',
        '  Operation: OperationTypeApply',
        '  Who:       me@laptop',
        '  Version:   1.11.4',
        '  Created:   2026-11-20 10:00:00.123456 +0000 UTC',
        '  Info:      ',
        '',
      ].join('\n'),
    ),
    report: dedent`
      dev-tools
        got   "apply by me@laptop since 2026-11-20 10:00:00 UTC (lock d36ad1e8-c521-710c-2ea1-05213a7f58f6)"
        rule  one run at a time changes a state
        fix   wait until that run ends; where it is dead: terraform -chdir=dist/dev-tools force-unlock d36ad1e8-c521-710c-2ea1-05213a7f58f6
        code  state-locked
    `,
  },
  {
    code: 'credentials-expired',
    diagnostic: error(
      'Retrieving AWS account details: validating provider credentials: retrieving caller identity from STS',
      'operation error STS: GetCallerIdentity, https response error StatusCode: 403, api error ExpiredToken: The security token included in the request is expired',
    ),
    report: dedent`
      dev-tools
        got   "AWS says that they have expired"
        rule  Terraform needs AWS credentials that are still valid
        fix   sign in again (aws sso login, or new keys) and run this again
        code  credentials-expired
    `,
  },
  {
    code: 'credentials-missing',
    diagnostic: error('No valid credential sources found', 'Please see the documentation of the provider.'),
    report: dedent`
      dev-tools
        got   "No valid credential sources found"
        rule  Terraform needs AWS credentials, from the same places as the AWS CLI
        fix   set AWS_PROFILE or sign in; aws sts get-caller-identity shows who you are
        code  credentials-missing
    `,
  },
  {
    code: 'account-differs',
    diagnostic: error('AWS account ID not allowed: 444455556666'),
    report: dedent`
      dev-tools
        got   "444455556666"
        rule  an environment's stacks are applied in its own account only (aws.account)
        fix   use credentials of the environment's account; aws sts get-caller-identity shows who you are
        code  account-differs
    `,
  },
  {
    code: 'state-bucket-missing',
    diagnostic: error(
      'Failed to get existing workspaces: S3 bucket "acme-terraform-state" does not exist.',
      'The referenced S3 bucket must have been previously created.',
    ),
    report: dedent`
      dev-tools
        got   "acme-terraform-state"
        rule  the bucket of the states exists before the first deploy
        fix   create it once for the account with apps/bootstrap, or correct state.s3.bucket
        code  state-bucket-missing
    `,
  },
  {
    code: 'log-role-missing',
    title: 'A stage that AWS refuses',
    diagnostic: error(
      'creating API Gateway Stage (live): operation error API Gateway: CreateStage, BadRequestException: CloudWatch Logs role ARN must be set in account settings to enable logging',
    ),
    report: dedent`
      dev-tools
        got   "the account has none in this Region"
        rule  API Gateway writes the logs of REST APIs with a role that an account sets once in each Region, and refuses a stage with logs before
        fix   nx run dev:bootstrap
        code  log-role-missing
    `,
  },
  {
    code: 'state-moved',
    diagnostic: error(
      'Backend configuration changed',
      'A change in the backend configuration has been detected.',
    ),
    report: dedent`
      dev-tools
        got   "Backend configuration changed"
        rule  a state that has moved is taken along, or its resources would be made again
        fix   take it along: terraform -chdir=dist/dev-tools init -migrate-state
        code  state-moved
    `,
  },
  {
    code: 'provider-unavailable',
    diagnostic: error('Failed to query available provider packages', 'could not connect to the registry'),
    report: dedent`
      dev-tools
        got   "Failed to query available provider packages"
        rule  Terraform downloads its provider, or takes it from a mirror
        fix   check the network, or set up a mirror (provider_installation in the file that TF_CLI_CONFIG_FILE names)
        code  provider-unavailable
    `,
  },
  {
    code: 'image-missing',
    title: 'Found while planning',
    diagnostic: error("reading ECR Images: couldn't find resource", '', 'data.aws_ecr_image.image-notes'),
    report: dedent`
      dev-tools: data.aws_ecr_image.image-notes
        got   "reading ECR Images: couldn't find resource"
        rule  an image is in its repository before anything runs it
        fix   nx run dev:push
        code  image-missing
    `,
  },
  {
    code: 'image-missing',
    title: 'Of a laptop, found while planning',
    diagnostic: error("did not find docker image 'mcp-servers/notes:v1'", '', 'data.docker_image.notes'),
    report: dedent`
      dev-tools: data.docker_image.notes
        got   "mcp-servers/notes:v1"
        rule  an image is built on this computer before a container runs it
        fix   nx run <environment>:images
        code  image-missing
    `,
  },
  {
    code: 'engine-not-running',
    diagnostic: error('Error pinging Docker server: Cannot connect to the Docker daemon'),
    report: dedent`
      dev-tools
        got   "Error pinging Docker server: Cannot connect to the Docker daemon"
        rule  Terraform's docker provider reaches the engine at DOCKER_HOST, which is set from the engine's own answer
        fix   start it; podman listens once its socket is on: systemctl --user start podman.socket
        code  engine-not-running
    `,
  },
  {
    code: 'port-in-use',
    diagnostic: error(
      'Unable to start container: Bind for 127.0.0.1:8081 failed: port is already allocated',
      '',
      'docker_container.notes',
    ),
    report: dedent`
      dev-tools: docker_container.notes
        got   "127.0.0.1:8081"
        rule  a port of this computer belongs to one program
        fix   stop that program, or write another port in the environment file
        code  port-in-use
    `,
  },
  {
    code: 'resource-outside-state',
    title: 'Something of that name exists',
    diagnostic: error(
      'creating IAM Role (dev-tools-notes)',
      'api error EntityAlreadyExists: Role with name dev-tools-notes already exists.',
      'aws_iam_role.notes',
    ),
    report: dedent`
      dev-tools: aws_iam_role.notes
        got   "creating IAM Role (dev-tools-notes)"
        rule  Terraform makes what its state does not know, and AWS has something of that name already
        fix   terraform -chdir=dist/dev-tools import 'aws_iam_role.notes' 'dev-tools-notes'
        code  resource-outside-state
    `,
  },
];
