import type { ErrorCode } from '@mcp-fleet/core';

/** What a reader needs to know about an error that no wrong file shows. */
export interface Advice {
  /** When it is seen. */
  readonly seen: string;
  /** What to do about it. */
  readonly action: string;
}

const TERRAFORM = 'A command that runs Terraform: `plan`, `deploy`, `destroy`, `outputs`, `bootstrap`';
const BUILD = '`image`, `images` and `push`, while an image is built';
const PUSH = '`push`, while it compares the registry with the environment';
const ASK = '`smoke` and `verify`, when they call a server';

/** Advice for errors whose section shows no file: most come from commands that ask Terraform, AWS, a container engine, a registry or a server. */
export const advice: Partial<Readonly<Record<ErrorCode, Advice>>> = {
  'environment-not-found': {
    seen: 'Any command with the name of an environment.',
    action: 'Use one of the names in the report, or create the folder and its `environment.ts`.',
  },
  'fleet-missing': {
    seen: 'Any command that works on a fleet, before it begins.',
    action:
      'Call it in the folder of the fleet, or name that with `--root`. `mcp-fleet init` makes a new one.',
  },
  'fleet-newer': {
    seen: 'Any command that works on a fleet, where `package.json` asks for a newer `mcp-fleet`.',
    action: 'Run `npm install` in the fleet, and call the program that it installs: `npx mcp-fleet`.',
  },
  'package-twice': {
    seen: 'Any command that works on a fleet, where `node_modules` holds a package of mcp-fleet twice.',
    action:
      'Ask for the same version of `mcp-fleet` and all `@mcp-fleet/*` in `package.json`, then run `npm install`.',
  },
  'output-unwritable': {
    seen: '`synth`, when it writes the Terraform JSON.',
    action: 'Choose another folder with `--out`, or correct its rights.',
  },
  'terraform-missing': {
    seen: `${TERRAFORM}, before it starts.`,
    action:
      'Install Terraform or OpenTofu. If the program has another name or is not on the PATH, name it with `--terraform`.',
  },
  'terraform-version': {
    seen: `${TERRAFORM}, before it starts.`,
    action: 'Install a version in the range that the rule names, or point `--terraform` at one.',
  },
  'provider-unavailable': {
    seen: '`terraform init`, which every command runs first, cannot download the AWS provider.',
    action: 'Check network and proxy. Without access to the Terraform registry, configure a provider mirror.',
  },
  'credentials-missing': {
    seen: 'The first call to AWS.',
    action: 'Sign in, or set `AWS_PROFILE`. `aws sts get-caller-identity` must succeed in the same shell.',
  },
  'credentials-expired': {
    seen: 'Any call to AWS; a long deploy can outlive a session.',
    action: 'Sign in again and repeat the command. A deploy continues where it stopped.',
  },
  'account-differs': {
    seen: 'The first call to AWS, before anything is changed.',
    action:
      'Use credentials of the account in `aws.account` of the environment file, or correct that account.',
  },
  'state-locked': {
    seen: 'Another run, or a run that was killed, holds the lock of a Terraform state.',
    action:
      'Wait for the other run. Remove the lock with the command in the report only if you know that its owner is dead.',
  },
  'state-bucket-missing': {
    seen: 'The first command of an environment with `state: { s3: … }` in a new account.',
    action: 'Run `npx nx run <environment>:bootstrap` once, or correct the name of the bucket.',
  },
  'state-moved': {
    seen: 'The first command after a change of `state` in the environment file.',
    action:
      'Let Terraform copy the old state with the command in the report. Do not delete the old one before.',
  },
  'resource-outside-state': {
    seen: '`plan` or `deploy`, if a resource of the same name exists that this state did not create.',
    action:
      'Import the resource with the command in the report, delete it, or choose another name for the environment or instance.',
  },
  'image-missing': {
    seen: 'The gate of `deploy`, after the repositories exist and before anything runs: the usual end of a first deploy.',
    action:
      'Run `npx nx run <environment>:push`, commit `images.json`, and deploy again. On a laptop, `up` builds the image.',
  },
  'image-pin-fake': {
    seen: 'The gate of `deploy`, for a pin in `images.json` that is an example: the environments of this repository have such pins.',
    action: 'Run `npx nx run <environment>:push`, which replaces the pins with real digests.',
  },
  'zone-not-delegated': {
    seen: 'The gate of `deploy`, after it created the hosted zone of `domain` and before it asks for certificates.',
    action:
      'Add the NS record in the report to the parent domain, wait until `dig NS` shows it, and deploy again.',
  },
  'secret-unfilled': {
    seen: 'The gate of `deploy`, after the empty secrets exist; also `verify --secret`, `serve` and a laptop’s `up`.',
    action:
      'Put the JSON object into the secret from a file. `npx nx run <environment>:ops -- --topic secrets` prints the commands.',
  },
  'log-role-missing': {
    seen: "The gate of `deploy`, for a deployment with `edge: 'rest-api'` in an account and Region without that role.",
    action: 'Run `npx nx run <environment>:bootstrap`. See [rest-api.md](rest-api.md).',
  },
  'env-file-invalid': {
    seen: '`local:up`, `serve` and `try`, when they read `.env`.',
    action: 'Correct the line that the report names.',
  },
  'container-owner': {
    seen: '`local:up` with `--engine` after one without it, or the other way round.',
    action: 'Run `npx nx run local:down`, then `up` in the way that you want.',
  },
  'confirmation-missing': {
    seen: '`deploy`, `destroy` or `bootstrap` in CI or in a pipe, where nobody can answer.',
    action: 'Read the plan first, then pass the option in the report.',
  },
  'destroy-refused': {
    seen: '`destroy` of an environment with `protected: true`.',
    action: 'Remove the protection with a deploy first, or name the environment as the report says.',
  },
  'engine-missing': {
    seen: `${BUILD}; also \`local:up\`.`,
    action: 'Install docker or podman. Synthesis, plan and deploy need neither.',
  },
  'engine-not-running': {
    seen: `${BUILD}; also \`local:up\`.`,
    action: 'Start the engine. `docker version` or `podman version` must succeed in the same shell.',
  },
  'architecture-unsupported': {
    seen: '`image` with `--architecture`.',
    action: 'Use the words of AWS: `arm64` or `x86_64`.',
  },
  'commit-missing': {
    seen: `${BUILD} from a Go repository.`,
    action: 'Check that the commit is pushed and that the repository can be read without a login.',
  },
  'package-program-missing': {
    seen: `${BUILD} from an npm or PyPI package.`,
    action: 'Name one of the listed programs as `binary` in `deployment.json` of the server.',
  },
  'image-build-failed': {
    seen: `${BUILD}.`,
    action: 'Read the last lines in the report, then the whole log that it names.',
  },
  'image-entrypoint-missing': {
    seen: `${BUILD} from another image.`,
    action: 'Name the program as the first of the arguments in `deployment.json` of the server.',
  },
  'registry-unreachable': {
    seen: '`push` and `images:pin-bases`. The AWS emulator of this repository has no registry: see [laptop.md](laptop.md#aws-on-this-computer).',
    action: 'Check the name, the network and the proxy.',
  },
  'registry-refused': {
    seen: '`push` and `images:pin-bases`.',
    action:
      'Sign in again; ask for the right to read, and for a push to write, the repository in the report.',
  },
  'registry-foreign': {
    seen: '`push` of an environment with `registry: { environment: … }`, or with credentials of another account.',
    action: 'Push with the environment that owns the registry, then run `push` here: it writes the pins.',
  },
  'repository-missing': {
    seen: `${PUSH}, before the first deploy.`,
    action: 'Run `npx nx run <environment>:deploy`: it creates the repositories and stops at the gate.',
  },
  'image-tag-taken': {
    seen: `${PUSH}, if somebody pushed by hand or changed a tag.`,
    action: 'If nothing runs the image, delete it with the command in the report and push again.',
  },
  'image-unusable': {
    seen: `${PUSH}, and after a build.`,
    action: 'Delete or rebuild the image with the command in the report.',
  },
  'image-push-failed': {
    seen: '`push`, while the engine sends an image.',
    action: 'Remove the cause that the message names and push again. Images that arrived are not sent twice.',
  },
  'image-policy': {
    seen: '`image`, `images` and `push`, after a build and before an image leaves this computer.',
    action:
      'Correct the image. An exception is written into [servers/images/policy.json](../servers/images/policy.json), with its reason.',
  },
  'policy-invalid': {
    seen: 'Every check of an image, when it reads `servers/images/policy.json`.',
    action: 'Correct the key that the report names.',
  },
  'base-unknown': {
    seen: '`npm run images:pin-bases`.',
    action: 'Name a tag of the base image that exists.',
  },
  'address-invalid': {
    seen: '`smoke`, before and after it calls the address.',
    action:
      'Give the address of a front door or of one server, with `https://` and without a user or password.',
  },
  'address-unreachable': {
    seen: `${ASK}.`,
    action:
      'Check name, port, security groups and VPN. A DNS record or a certificate that was just created needs some minutes.',
  },
  'address-servers-unknown': {
    seen: '`smoke` of a front door at AWS: API Gateway and load balancers do not list their servers.',
    action: 'Name the servers with `--servers`, or use `npx nx run <environment>:verify`.',
  },
  'access-denied': {
    seen: `${ASK} without a token, with a wrong one, or from outside the VPC.`,
    action: 'Put a token of the secret `mcp/<environment>/access` into `MCP_TOKEN`.',
  },
  'server-not-found': {
    seen: `${ASK} that is not part of the deployment.`,
    action: 'Compare the name with `npx nx run <environment>:outputs`.',
  },
  'server-down': {
    seen: `${ASK}; also \`serve\`, \`try\` and \`local:up\`, when a server ends at its start.`,
    action:
      'Read the logs of the server: `npx nx run <environment>:ops -- --topic logs` prints the command. A missing key in a secret is the usual cause.',
  },
  'server-misbehaves': {
    seen: `${ASK} that answers, but not as MCP says. A tool that fails is a remark and no error.`,
    action: 'Check that the address is that of an MCP server, and read its logs.',
  },
  'not-deployed': {
    seen: '`verify` before the first complete deploy.',
    action: 'Run `npx nx run <environment>:deploy`.',
  },
  'port-in-use': {
    seen: '`serve`, `try` and `local:up`.',
    action: 'Stop the other program, or choose another port.',
  },
  'program-missing': {
    seen: '`serve` and `try` without a container engine, which build the router and install the server themselves.',
    action: 'Install the program in the report, or docker or podman.',
  },
  'installation-failed': {
    seen: '`serve` and `try`, while they install the server or build the router.',
    action: 'Read the output in the report; a package that needs a login or a network is the usual cause.',
  },
};
