interface CodeFacts {
  /** What is wrong, in a few words: the heading in docs/errors.md. */
  readonly title: string;
  /** Legal at AWS but unwise: `acknowledge: { '<code>': 'reason' }` in the environment file silences it. */
  readonly acknowledgeable?: true;
  /** Said beside the result where it does not stop a run; `--strict` makes it an error. */
  readonly warning?: true;
  /** Said by plan, deploy, destroy or outputs, once Terraform or AWS is asked: its case is in apps/cli/test/deploy. */
  readonly atDeploy?: true;
  /** Said by image, images, push, pin-bases or check, once an engine or a registry is asked: its case is in apps/cli/test/images. */
  readonly atImages?: true;
  /** Said by smoke, verify, serve or try, once a server is asked or started: its case is in apps/cli/test/smoke or apps/cli/test/serve. */
  readonly atServe?: true;
}

/** Every error code there is. A new one needs a case in a table of bad input (tools/contract, apps/cli/test/deploy). */
export const errorCodes = {
  // reading files
  'environment-not-found': { title: 'No such environment' },
  'environment-unreadable': { title: 'An environment file does not parse or throws' },
  'environment-no-export': { title: 'An environment file exports no environment' },
  'environment-name-mismatch': { title: 'An environment is not named as its folder' },
  'images-unreadable': { title: 'images.json is not what a push writes' },
  'manifest-unreadable': { title: 'A manifest is missing or is no JSON' },
  'manifest-invalid': { title: 'A manifest breaks its schema' },
  'manifest-inconsistent': { title: 'deployment.json and server.json disagree' },

  // the shape of an environment file
  'unknown-key': { title: 'A key that does not exist' },
  'missing-key': { title: 'A key that is required' },
  'wrong-type': { title: 'A value of another type' },
  'invalid-value': { title: 'A value outside what is allowed' },
  'not-yet-supported': { title: 'A key or value that this version does not build yet' },
  'access-missing': { title: 'Nobody said who may call' },
  'reserved-name': { title: 'A name that mcp-fleet uses itself' },
  'not-for-target': { title: 'A key that means nothing where the deployment runs' },
  'targets-mixed': { title: 'A laptop and AWS in one environment' },

  // servers and instances
  'unknown-server': { title: 'A server that is not in the catalog' },
  'duplicate-instance': { title: 'An instance name twice in an environment' },
  'server-not-deployable': { title: 'A manifest without a package that can be made an image' },
  'server-needs-sessions': { title: 'A server with a process per session on Lambda' },
  'server-needs-own-image': { title: 'A server that comes as an image in a multi-server deployment' },
  'setting-missing': { title: 'A required setting is missing' },
  'setting-set-missing': { title: 'None of the sets of settings that a server needs is complete' },
  'setting-secret': { title: 'A secret written as a setting' },
  'setting-unknown': { title: 'A setting that the server does not read' },
  'setting-invalid': { title: 'A setting outside what the manifest allows' },
  'setting-reserved': { title: 'A setting that the router or the platform owns' },

  'output-unwritable': { title: 'An output folder that cannot be written' },

  // what AWS would refuse
  'limit-exceeded': { title: 'Beyond a limit of AWS' },
  'quota-exceeded': { title: 'Beyond a quota that AWS raises on request' },
  'variables-too-large': { title: 'More than 4 KB of Lambda variables' },
  'timeout-too-long': { title: 'A timeout beyond what the edge waits for' },
  'slow-server': { title: 'A server whose slowest call outlasts the edge', acknowledgeable: true },
  'concurrency-too-high': { title: 'More concurrency than there is' },
  'fargate-size': { title: 'A size that Fargate does not have' },
  'task-too-large': { title: 'More servers than a task holds' },
  'spot-only': { title: 'A protected environment on Spot alone' },
  'exec-refused': { title: 'A shell in tasks of a protected environment' },
  'sessions-need-one-task': { title: 'A server with sessions in several tasks' },
  'certificate-missing': { title: 'A host or load balancer without a certificate' },
  'host-missing': { title: 'A key that is about a host, without the host' },
  'host-taken': { title: 'Two front doors with one host' },
  'host-outside-zone': { title: 'A host that the domain of the environment does not hold' },
  'domain-unused': { title: 'A domain that no host is in' },
  'zone-taken': { title: 'Two environments that make one zone' },
  'failover-one-sided': { title: 'A failover whose two sides do not fit' },
  'failover-check-missing': { title: 'A failover that nobody decides' },
  'rotation-role-missing': { title: 'A rotation that may not read its secret' },
  'plain-http': { title: 'Tokens over plain HTTP', acknowledgeable: true, warning: true },
  'metadata-hidden': { title: 'Metadata where clients do not look for it', acknowledgeable: true },
  'network-unused': { title: 'A network that nothing is in' },
  'network-too-small': { title: 'A network with fewer zones or subnets than it needs' },
  'network-closed': { title: 'A network without a way out' },
  'cidr-overlap': { title: 'Two networks with the same addresses', acknowledgeable: true },
  'name-collision': { title: 'Two things with one name at AWS' },
  'port-taken': { title: 'Two containers on one host port' },
  'secret-name-like-arn': { title: 'A secret name that ends like an ARN', acknowledgeable: true },

  // images, registries, state
  'image-pin-missing': { title: 'A protected environment without an image pin' },
  'image-contents-differ': { title: 'An image that does not hold the servers of its deployment' },
  'image-architecture-differs': { title: 'An image of another processor architecture' },
  'registry-unknown': { title: 'A registry of an environment that has none' },
  'registry-region-differs': { title: 'A registry in another Region' },
  'state-not-shared': { title: 'A protected environment with local state' },
  'acknowledge-refused': { title: 'An acknowledgement that silences nothing' },
  'quota-unknown': { title: 'A quota that is not known' },

  // legal at AWS, but unwise
  'access-public': { title: 'Servers that anyone may call', acknowledgeable: true, warning: true },
  'acknowledge-idle': {
    title: 'An acknowledgement of what nobody does',
    acknowledgeable: true,
    warning: true,
  },
  'alarms-missing': {
    title: 'A protected environment that nobody watches',
    acknowledgeable: true,
    warning: true,
  },
  'log-level-debug': { title: 'Debug logs in a protected environment', acknowledgeable: true, warning: true },
  'nat-single': { title: 'One way out for all zones', acknowledgeable: true, warning: true },
  'shared-fate': {
    title: 'Servers of a protected environment in one process',
    acknowledgeable: true,
    warning: true,
  },
  'single-task': { title: 'A protected server with one task', acknowledgeable: true, warning: true },

  // modules used without the plan
  'invalid-props': { title: 'A module with props that AWS would refuse' },

  // plan, deploy, destroy, outputs
  'terraform-missing': { title: 'No Terraform', atDeploy: true },
  'terraform-version': { title: 'A Terraform that is too old or too new', atDeploy: true },
  'provider-unavailable': { title: 'The AWS provider is not to be had', atDeploy: true },
  'credentials-missing': { title: 'No AWS credentials, or wrong ones', atDeploy: true },
  'credentials-expired': { title: 'Expired AWS credentials', atDeploy: true },
  'account-differs': { title: 'Credentials of another AWS account', atDeploy: true },
  'state-locked': { title: 'A state that another run has locked', atDeploy: true },
  'state-bucket-missing': { title: 'The bucket of the states does not exist', atDeploy: true },
  'state-moved': { title: 'A state that was kept elsewhere before', atDeploy: true },
  'resource-outside-state': { title: 'Something exists at AWS that no state knows', atDeploy: true },
  'image-missing': { title: 'An image that is not in its repository', atDeploy: true },
  'image-pin-fake': { title: 'A made-up image pin', atDeploy: true },
  'zone-not-delegated': { title: 'A hosted zone that nothing leads to', atDeploy: true },
  'secret-unfilled': { title: 'A secret without the value that a server needs', atDeploy: true },
  'log-role-missing': { title: "An account without the role of API Gateway's logs", atDeploy: true },
  'env-file-invalid': { title: 'A line of .env that cannot be', atDeploy: true },
  'container-owner': { title: 'Containers that were made in another way', atDeploy: true },
  'confirmation-missing': { title: 'Nobody said yes', atDeploy: true },
  'destroy-refused': { title: 'A destroy that has to be written out', atDeploy: true },

  // images: building and pushing
  'engine-missing': { title: 'Neither docker nor podman', atImages: true },
  'engine-not-running': { title: 'An engine that does not answer', atImages: true },
  'architecture-unsupported': { title: 'A processor that no image is built for', atImages: true },
  'commit-missing': { title: 'A commit that its repository does not have', atImages: true },
  'package-program-missing': {
    title: 'A package without the program that the manifest names',
    atImages: true,
  },
  'image-build-failed': { title: 'A build that the engine ended', atImages: true },
  'image-entrypoint-missing': { title: 'An image that starts nothing', atImages: true },
  'registry-unreachable': { title: 'A registry that does not answer', atImages: true },
  'registry-refused': { title: 'A registry that refuses the login or a right', atImages: true },
  'registry-foreign': { title: 'A push into a registry that another owns', atImages: true },
  'repository-missing': { title: 'A repository that does not exist yet', atImages: true },
  'image-tag-taken': { title: 'A tag that exists with other contents', atImages: true },
  'image-unusable': { title: 'An image that its deployment could not run', atImages: true },
  'image-push-failed': { title: 'A push that the engine or the registry ended', atImages: true },
  'image-policy': { title: 'An image that breaks the policy', atImages: true },
  'policy-invalid': { title: 'A policy.json that breaks its schema', atImages: true },
  'base-unknown': { title: 'A base image that its registry does not have', atImages: true },

  // smoke, verify, serve, try
  'address-invalid': { title: 'An address that no MCP server can have', atServe: true },
  'address-unreachable': { title: 'An address at which nobody answers', atServe: true },
  'address-servers-unknown': { title: 'A front door that does not say which servers it has', atServe: true },
  'access-denied': { title: 'A front door that does not let the caller in', atServe: true },
  'server-not-found': { title: 'No server at this address', atServe: true },
  'server-down': { title: 'A server that cannot serve', atServe: true },
  'server-misbehaves': { title: 'A server that answers, but not as it should', atServe: true },
  'not-deployed': { title: 'An environment that is not deployed, or not all of it', atServe: true },
  'port-in-use': { title: 'A port of this computer that another program has', atServe: true },
  'program-missing': { title: 'A program that this computer lacks', atServe: true },
  'installation-failed': { title: 'A server or router that could not be installed or built', atServe: true },
} as const satisfies Record<string, CodeFacts>;

/** The name of a rule. */
export type ErrorCode = keyof typeof errorCodes;

/** Whether a rule is about what Terraform or AWS answer, so that no synthesis can break it. */
export function isSaidAtDeploy(code: ErrorCode): boolean {
  const facts: CodeFacts = errorCodes[code];
  return facts.atDeploy === true;
}

/** Whether a rule is about what an engine or a registry answers when images are made and pushed. */
export function isSaidAtImages(code: ErrorCode): boolean {
  const facts: CodeFacts = errorCodes[code];
  return facts.atImages === true;
}

/** Whether a rule is about servers that are asked or started, on this computer or elsewhere. */
export function isSaidAtServe(code: ErrorCode): boolean {
  const facts: CodeFacts = errorCodes[code];
  return facts.atServe === true;
}

/** Whether an environment file may acknowledge the rule, so that it no longer stops a run. */
export function isAcknowledgeable(code: ErrorCode): boolean {
  const facts: CodeFacts = errorCodes[code];
  return facts.acknowledgeable === true;
}

/** Whether a rule may be broken without stopping a run: then it is said as a warning. */
export function isWarning(code: ErrorCode): boolean {
  const facts: CodeFacts = errorCodes[code];
  return facts.warning === true;
}
