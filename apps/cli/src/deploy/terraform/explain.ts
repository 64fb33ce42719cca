import type { ErrorCode } from '@mcp-fleet/core';
import { FleetError } from '@mcp-fleet/core';
import { LOG_ROLE_RULE, bootstrapCommand } from '../gate/log-role';
import { describeLock, lockInText } from '../state/lock';
import type { Diagnostic } from './events';
import { importArgument } from './import-id';

/** What an explanation may draw on. */
export interface ExplainContext {
  readonly stack: string;
  /** The stack's folder, as a command line from the user's folder names it. */
  readonly folder: string;
  /** `terraform`, or what the user names instead. */
  readonly binary: string;
  /** Command that pushes images. */
  readonly pushCommand: string;
  /** Where the states are. */
  readonly bucket?: string;
  /** Attributes that a resource was to get, by address. */
  readonly planned?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface Class {
  readonly code: ErrorCode;
  readonly matches: RegExp;
  readonly rule: string;
  readonly fix: (context: ExplainContext, diagnostic: Diagnostic, text: string) => string;
  /** What was got. @default - Terraform's summary */
  readonly value?: (text: string, diagnostic: Diagnostic, context: ExplainContext) => string | undefined;
}

/** What Terraform and the AWS provider say, and what it means for a fleet. The first that matches counts. */
const CLASSES: readonly Class[] = [
  {
    code: 'state-locked',
    matches: /Error acquiring the state lock/,
    rule: 'one run at a time changes a state',
    value: (text) => {
      const lock = lockInText(text);
      return lock && describeLock(lock);
    },
    fix: (context, _, text) =>
      `wait until that run ends; where it is dead: ${unlockCommand(context, lockInText(text)?.id ?? '<lock id>')}`,
  },
  {
    code: 'credentials-expired',
    matches:
      /ExpiredToken|RequestExpired|token included in the request is expired|(token|session) has expired/i,
    rule: 'Terraform needs AWS credentials that are still valid',
    value: () => 'AWS says that they have expired',
    fix: () => 'sign in again (aws sso login, or new keys) and run this again',
  },
  {
    code: 'credentials-missing',
    matches:
      /No valid credential sources|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|security token included in the request is invalid|failed to refresh cached credentials/i,
    rule: 'Terraform needs AWS credentials, from the same places as the AWS CLI',
    fix: () => 'set AWS_PROFILE or sign in; aws sts get-caller-identity shows who you are',
  },
  {
    code: 'account-differs',
    matches: /AWS account ID not allowed/i,
    rule: "an environment's stacks are applied in its own account only (aws.account)",
    value: (text) => /not allowed: (\d{12})/i.exec(text)?.[1],
    fix: () => "use credentials of the environment's account; aws sts get-caller-identity shows who you are",
  },
  {
    code: 'state-bucket-missing',
    matches: /NoSuchBucket|S3 bucket "[^"]*" does not exist|specified bucket does not exist/i,
    rule: 'the bucket of the states exists before the first deploy',
    value: (text, _, { bucket }) => /S3 bucket "([^"]+)"/.exec(text)?.[1] ?? bucket,
    fix: () => 'create it once for the account with apps/bootstrap, or correct state.s3.bucket',
  },
  {
    code: 'state-moved',
    matches:
      /Backend configuration (block has )?changed|Backend initialization required|Backend type changed/i,
    rule: 'a state that has moved is taken along, or its resources would be made again',
    fix: (context) => `take it along: ${terraform(context)} init -migrate-state`,
  },
  {
    code: 'provider-unavailable',
    matches:
      /Failed to query available provider packages|Failed to install provider|could not connect to registry|Failed to resolve provider packages/i,
    rule: 'Terraform downloads its provider, or takes it from a mirror',
    fix: () =>
      'check the network, or set up a mirror (provider_installation in the file that TF_CLI_CONFIG_FILE names)',
  },
  {
    code: 'terraform-version',
    matches: /Unsupported (Terraform|OpenTofu) Core version/i,
    rule: 'the stacks ask for another version (terraform.required_version)',
    fix: () => 'install a version in that range',
  },
  {
    code: 'image-missing',
    matches:
      /reading ECR Images: couldn't find resource|ImageNotFoundException|Source image .* does not exist/i,
    rule: 'an image is in its repository before anything runs it',
    fix: ({ pushCommand }) => pushCommand,
  },
  {
    code: 'image-missing',
    matches: /did not find docker image/i,
    rule: 'an image is built on this computer before a container runs it',
    value: (text) => /did not find docker image '([^']+)'/i.exec(text)?.[1],
    fix: () => 'nx run <environment>:images',
  },
  {
    code: 'engine-not-running',
    matches: /Cannot connect to the Docker daemon|Error pinging Docker server/i,
    rule: "Terraform's docker provider reaches the engine at DOCKER_HOST, which is set from the engine's own answer",
    fix: () => 'start it; podman listens once its socket is on: systemctl --user start podman.socket',
  },
  {
    code: 'port-in-use',
    matches: /port is already allocated|address already in use/i,
    rule: 'a port of this computer belongs to one program',
    value: (text) => /127\.0\.0\.1:\d+/.exec(text)?.[0],
    fix: () => 'stop that program, or write another port in the environment file',
  },
  {
    code: 'log-role-missing',
    matches: /CloudWatch Logs role ARN must be set in account settings/i,
    rule: LOG_ROLE_RULE,
    value: () => 'the account has none in this Region',
    // Names of environments have no hyphen.
    fix: ({ stack }) => bootstrapCommand(stack.split('-')[0] ?? stack),
  },
  {
    code: 'resource-outside-state',
    matches:
      /AlreadyExists|EntityAlreadyExists|ResourceConflictException|ResourceExistsException|already exist|already scheduled for deletion/i,
    rule: 'Terraform makes what its state does not know, and AWS has something of that name already',
    fix: (context, diagnostic) => importCommand(context, diagnostic.address),
  },
];

/** What is wrong for every stack of an environment alike, so that it is said once. */
export const wrongForAll: readonly ErrorCode[] = [
  'credentials-expired',
  'credentials-missing',
  'account-differs',
  'state-bucket-missing',
  'provider-unavailable',
  'terraform-version',
];

/** The errors of a run in our words, and those that we have none for. */
export function explain(
  diagnostics: readonly Diagnostic[],
  context: ExplainContext,
): { known: FleetError[]; unknown: Diagnostic[] } {
  const known: FleetError[] = [];
  const unknown: Diagnostic[] = [];
  for (const diagnostic of diagnostics) {
    const text = `${diagnostic.summary}\n${diagnostic.detail ?? ''}`;
    const found = CLASSES.find(({ matches }) => matches.test(text));
    if (found === undefined) unknown.push(diagnostic);
    else known.push(toError(found, diagnostic, text, context));
  }
  return { known: withoutDoubles(known), unknown };
}

/** `terraform -chdir=<folder of the stack>`, to be typed from the user's folder. */
function terraform({ binary, folder }: ExplainContext): string {
  return `${binary} -chdir=${folder}`;
}

/** The command that removes a lock that a dead run left. */
export function unlockCommand(context: ExplainContext, id: string): string {
  return `${terraform(context)} force-unlock ${id}`;
}

/** The command that makes a state know what exists. */
export function importCommand(
  context: ExplainContext,
  address = '<address>',
  found: Readonly<Record<string, string>> = {},
): string {
  const known = { ...context.planned?.[address], ...found };
  return `${terraform(context)} import '${address}' ${importArgument(address.split('.')[0] ?? '', known)}`;
}

function toError(found: Class, diagnostic: Diagnostic, text: string, context: ExplainContext): FleetError {
  const { code, rule, fix, value } = found;
  const address = diagnostic.address?.startsWith('provider[') ? undefined : diagnostic.address;
  const place = [context.stack, address].filter(Boolean).join(': ');
  const got = value?.(text, diagnostic, context) ?? oneLine(diagnostic.summary);
  return new FleetError({ code, path: place, value: got, rule, fix: fix(context, diagnostic, text) });
}

/** One cause, such as an expired token, makes every resource fail. */
function withoutDoubles(errors: readonly FleetError[]): FleetError[] {
  const perResource: readonly ErrorCode[] = ['resource-outside-state', 'image-missing'];
  const seen = new Set<string>();
  return errors.filter(({ code, path }) => {
    const key = perResource.includes(code) ? `${code} ${path}` : code;
    return !seen.has(key) && seen.add(key);
  });
}

function oneLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
