/**
 * A part of an environment file that an error depends on: a path, in which `<deployment>` and `<instance>` are those of
 * the error itself. With `at`, only errors at matching paths depend on it. `neighbour` is the account or the Region of
 * another environment.
 */
export type Need = string | { readonly path: string; readonly at: RegExp };

interface Facts {
  /** Heading in docs/errors.md: names the problem in a few words. */
  readonly title: string;
  /** Legal at AWS but unwise: `acknowledge: { '<code>': 'reason' }` in the environment file silences it. */
  readonly acknowledgeable?: true;
  /** Reported beside the result, without stopping the run; `--strict` makes it an error. */
  readonly warning?: true;
}

/** A rule that a synthesis checks. */
interface SynthesisFacts extends Facts {
  /**
   * Parts of the file that the error depends on. If one of them is invalid, a stand-in or nothing takes its place. The
   * error may then only be a consequence, so it is not reported. All other errors are reported beside the invalid part.
   */
  readonly needs: 'nothing' | 'everything' | readonly Need[];
}

/** A rule that only AWS or an external program can check. */
type LaterFacts = Facts & {
  readonly needs?: undefined;
} & (
    | {
        /** Reported by plan, deploy, destroy and outputs, which ask Terraform and AWS; its case is in apps/cli/test/deploy. */
        readonly atDeploy: true;
      }
    | {
        /** Reported by every command of a fleet, before it begins; its case is in apps/cli/test/fleet-cases.ts. */
        readonly atStart: true;
      }
    | {
        /** Reported by image, images, push, pin-bases and check, which ask an engine or a registry; its case is in apps/cli/test/images. */
        readonly atImages: true;
      }
    | {
        /** Reported by smoke, verify, serve and try, which ask or start servers; its case is in apps/cli/test/smoke or apps/cli/test/serve. */
        readonly atServe: true;
      }
  );

type CodeFacts = SynthesisFacts | LaterFacts;

const DEPLOYMENT = 'deployments.<deployment>';
const INSTANCE = 'deployments.<deployment>.servers.<instance>';
/** All of `access` except its origins, which affect nothing else. */
const ACCESS = ['access.public', 'access.token', 'access.jwt'] as const;

/** All error codes. A new code needs a case in a table of bad input (tools/contract, apps/cli/test/deploy). */
export const errorCodes = {
  // reading files
  'environment-not-found': { title: 'No such environment', needs: 'nothing' },
  'environment-unreadable': { title: 'An environment file that does not parse, or throws', needs: 'nothing' },
  'environment-no-export': { title: 'An environment file that exports no environment', needs: 'nothing' },
  'environment-name-mismatch': {
    title: 'The name of an environment differs from its folder',
    needs: 'nothing',
  },
  'images-unreadable': { title: 'An images.json in the wrong format', needs: 'nothing' },
  'manifest-unreadable': { title: 'A manifest that is missing or is not JSON', needs: 'nothing' },
  'manifest-invalid': { title: 'A manifest that breaks its schema', needs: 'nothing' },
  'manifest-inconsistent': { title: 'deployment.json and server.json disagree', needs: 'nothing' },

  // the shape of an environment file
  'unknown-key': { title: 'An unknown key', needs: 'nothing' },
  'missing-key': {
    title: 'A required key is missing',
    needs: [
      { path: DEPLOYMENT, at: /\.clients$/ },
      { path: 'network', at: /\.clients$/ },
    ],
  },
  'wrong-type': { title: 'A value of the wrong type', needs: 'nothing' },
  'invalid-value': {
    title: 'A value that is not allowed',
    needs: [
      // ARNs and zones belong to a Region; a function that rotates secrets also belongs to the account.
      { path: 'aws.region', at: /(Arn|^secrets\.key|^secrets\.alsoReadBy\.\d+|^network\.zones\.[^.]+)$/ },
      { path: 'aws.account', at: /\.functionArn$/ },
    ],
  },
  'not-yet-supported': { title: 'A key or value that this version does not support yet', needs: 'nothing' },
  'access-missing': { title: 'No access is set', needs: 'nothing' },
  'reserved-name': { title: 'A reserved name', needs: 'nothing' },
  'not-for-target': { title: 'A key that the target does not support', needs: 'nothing' },
  'targets-mixed': { title: 'Laptop and AWS targets in one environment', needs: 'nothing' },

  // servers and instances
  'unknown-server': { title: 'A server that is not in the catalog', needs: 'nothing' },
  'duplicate-instance': { title: 'The same instance name twice in an environment', needs: 'nothing' },
  'server-not-deployable': {
    title: 'A server without a package that can become an image',
    needs: 'nothing',
  },
  'server-needs-sessions': { title: 'A server with a process per session on Lambda', needs: 'nothing' },
  'server-needs-own-image': {
    title: 'A server from an existing image in a multi-server deployment',
    needs: 'nothing',
  },
  'setting-missing': { title: 'A required setting is missing', needs: [INSTANCE] },
  'setting-set-missing': {
    title: 'None of the sets of settings that a server needs is complete',
    needs: [INSTANCE],
  },
  'setting-secret': { title: 'A secret written as a setting', needs: 'nothing' },
  'setting-unknown': { title: 'A setting that the server does not read', needs: 'nothing' },
  'setting-invalid': { title: 'A setting that the manifest does not allow', needs: 'nothing' },
  'setting-reserved': { title: 'A setting that the router or the platform owns', needs: 'nothing' },

  'output-unwritable': { title: 'An output folder that cannot be written', needs: 'nothing' },

  // rules of AWS
  'limit-exceeded': {
    title: 'A limit of AWS is exceeded',
    needs: [
      // Policies and names of a whole deployment or instance contain the account and the Region.
      { path: 'aws', at: /^deployments\.[^.]*(\.servers\.[^.]*)?$/ },
      { path: 'aws.region', at: /(\.functionArn|^secrets\.onlyServers)$/ },
      ...ACCESS.map((path) => ({ path, at: /^secrets\.onlyServers$/ })),
    ],
  },
  'quota-exceeded': {
    title: 'An AWS quota is exceeded, which AWS raises on request',
    needs: ['quotas', `${DEPLOYMENT}.edge`, { path: 'aws.region', at: /^deployments$/ }],
  },
  'variables-too-large': { title: 'More than 4 KB of Lambda variables', needs: ['aws.region', ...ACCESS] },
  'timeout-too-long': {
    title: 'A timeout that is longer than the edge waits',
    needs: [`${DEPLOYMENT}.edge`],
  },
  'slow-server': {
    title: 'A server with calls that take longer than the edge waits',
    acknowledgeable: true,
    needs: [`${DEPLOYMENT}.edge`],
  },
  'concurrency-too-high': {
    title: 'More concurrency than the account has',
    needs: [{ path: 'quotas', at: /^deployments$/ }],
  },
  'fargate-size': { title: 'A size that Fargate does not offer', needs: 'nothing' },
  'task-too-large': { title: 'More servers than fit into one task', needs: 'nothing' },
  'spot-only': { title: 'A protected environment on Spot alone', needs: 'nothing' },
  'exec-refused': { title: 'A shell in the tasks of a protected environment', needs: 'nothing' },
  'sessions-need-one-task': { title: 'A server with sessions on several tasks', needs: 'nothing' },
  'certificate-missing': {
    title: 'A host or load balancer without a certificate',
    needs: [DEPLOYMENT, 'domain'],
  },
  'host-missing': { title: 'A key that needs a host, without one', needs: [DEPLOYMENT] },
  'host-taken': { title: 'Two front doors with the same host', needs: 'nothing' },
  'host-outside-zone': { title: 'A host outside the domain of the environment', needs: 'nothing' },
  'domain-unused': { title: 'A domain without a host in it', needs: ['deployments', 'domain'] },
  'zone-taken': { title: 'Two environments that create the same zone', needs: 'nothing' },
  'failover-one-sided': {
    title: 'A failover with two sides that do not match',
    needs: ['aws', 'neighbour', 'deployments', 'domain'],
  },
  'failover-check-missing': {
    title: 'A failover without a health check',
    needs: [DEPLOYMENT, 'domain', 'alarms'],
  },
  'rotation-role-missing': {
    title: 'A rotation without the right to read its secret',
    needs: ['secrets', 'protected'],
  },
  'plain-http': { title: 'Tokens over plain HTTP', acknowledgeable: true, warning: true, needs: 'nothing' },
  'metadata-hidden': {
    title: 'Metadata at an address where clients do not look for it',
    acknowledgeable: true,
    needs: [...ACCESS, `${DEPLOYMENT}.edge`],
  },
  'network-unused': { title: 'An unused network', needs: ['deployments'] },
  'network-too-small': { title: 'A network with fewer zones or subnets than it needs', needs: 'nothing' },
  'network-closed': { title: 'A network without a route to the internet', needs: 'nothing' },
  'cidr-overlap': {
    title: 'Two networks with overlapping addresses',
    acknowledgeable: true,
    needs: 'nothing',
  },
  'name-collision': { title: 'Two AWS resources with the same name', needs: 'nothing' },
  'port-taken': { title: 'Two containers on the same host port', needs: 'nothing' },
  'secret-name-like-arn': {
    title: 'A secret name that ends like an ARN',
    acknowledgeable: true,
    needs: 'nothing',
  },

  // images, registries, state
  'image-pin-missing': {
    title: 'A protected environment without an image pin',
    needs: ['aws', 'neighbour', 'registry'],
  },
  'image-contents-differ': {
    title: 'An image without the servers of its deployment',
    needs: 'nothing',
  },
  'image-architecture-differs': { title: 'An image for another processor architecture', needs: 'nothing' },
  'registry-unknown': {
    title: 'A registry in an environment that does not exist or has none',
    needs: 'nothing',
  },
  'registry-region-differs': { title: 'A registry in another Region', needs: ['aws.region', 'neighbour'] },
  'state-not-shared': { title: 'A protected environment with local state', needs: 'nothing' },
  'acknowledge-refused': { title: 'An acknowledgement that silences nothing', needs: 'nothing' },
  'quota-unknown': { title: 'An unknown quota', needs: 'nothing' },

  // legal at AWS, but unwise
  'access-public': {
    title: 'Servers that anyone can call',
    acknowledgeable: true,
    warning: true,
    needs: ACCESS,
  },
  'acknowledge-idle': {
    title: 'An acknowledgement of a warning that does not occur',
    acknowledgeable: true,
    warning: true,
    needs: 'everything',
  },
  'alarms-missing': {
    title: 'A protected environment without alarms',
    acknowledgeable: true,
    warning: true,
    needs: 'nothing',
  },
  'log-level-debug': {
    title: 'Debug logs in a protected environment',
    acknowledgeable: true,
    warning: true,
    needs: 'nothing',
  },
  'nat-single': {
    title: 'One NAT gateway for all zones',
    acknowledgeable: true,
    warning: true,
    needs: 'nothing',
  },
  'shared-fate': {
    title: 'Servers of a protected environment in one process',
    acknowledgeable: true,
    warning: true,
    needs: 'nothing',
  },
  'single-task': {
    title: 'A protected server with one task',
    acknowledgeable: true,
    warning: true,
    needs: 'nothing',
  },

  // modules used without the plan
  'invalid-props': { title: 'Module props that AWS would reject', needs: 'nothing' },

  // plan, deploy, destroy, outputs
  'terraform-missing': { title: 'Terraform is not installed', atDeploy: true },
  'terraform-version': { title: 'A Terraform version that is too old or too new', atDeploy: true },
  'provider-unavailable': { title: 'The AWS provider cannot be downloaded', atDeploy: true },
  'credentials-missing': { title: 'Missing or invalid AWS credentials', atDeploy: true },
  'credentials-expired': { title: 'Expired AWS credentials', atDeploy: true },
  'account-differs': { title: 'Credentials for another AWS account', atDeploy: true },
  'state-locked': { title: 'A Terraform state that another run has locked', atDeploy: true },
  'state-bucket-missing': { title: 'The state bucket does not exist', atDeploy: true },
  'state-moved': { title: 'A Terraform state that was stored elsewhere before', atDeploy: true },
  'resource-outside-state': {
    title: 'An AWS resource that exists outside the Terraform state',
    atDeploy: true,
  },
  'image-missing': { title: 'An image that is not in its repository', atDeploy: true },
  'image-pin-fake': { title: 'An image pin that is only an example', atDeploy: true },
  'zone-not-delegated': { title: 'A hosted zone without a delegation', atDeploy: true },
  'secret-unfilled': { title: 'A secret without the values that a server needs', atDeploy: true },
  'log-role-missing': { title: 'An account without a logging role for API Gateway', atDeploy: true },
  'env-file-invalid': { title: 'An invalid line in .env', atDeploy: true },
  'container-owner': { title: 'Containers that were started in another way', atDeploy: true },
  'confirmation-missing': { title: 'A confirmation is required', atDeploy: true },
  'destroy-refused': { title: 'A destroy of a protected environment or protected resources', atDeploy: true },

  // images: building and pushing
  'engine-missing': { title: 'Neither docker nor podman is installed', atImages: true },
  'engine-not-running': { title: 'A container engine that does not answer', atImages: true },
  'architecture-unsupported': { title: 'An unsupported processor architecture', atImages: true },
  'commit-missing': { title: 'A commit that is not in its repository', atImages: true },
  'package-program-missing': {
    title: 'A package without the program that the manifest names',
    atImages: true,
  },
  'image-build-failed': { title: 'A failed image build', atImages: true },
  'image-entrypoint-missing': { title: 'An image without an entrypoint', atImages: true },
  'registry-unreachable': { title: 'A registry that does not answer', atImages: true },
  'registry-refused': { title: 'A registry that denies the login or a permission', atImages: true },
  'registry-foreign': { title: 'A push to a registry of another environment or account', atImages: true },
  'repository-missing': { title: 'A repository that does not exist yet', atImages: true },
  'image-tag-taken': { title: 'An existing tag with different contents', atImages: true },
  'image-unusable': { title: 'An image that its deployment cannot run', atImages: true },
  'image-push-failed': { title: 'A failed image push', atImages: true },
  'image-policy': { title: 'An image that breaks the policy', atImages: true },
  'policy-invalid': { title: 'A policy.json that breaks its schema', atImages: true },
  'base-unknown': { title: 'A base image that is not in its registry', atImages: true },

  // any command, before it begins
  'fleet-missing': { title: 'A folder that is no fleet', atStart: true },
  'fleet-newer': { title: 'A fleet of a newer version of mcp-fleet', atStart: true },
  'package-twice': { title: 'Two versions of one package of mcp-fleet', atStart: true },

  // smoke, verify, serve, try
  'address-invalid': { title: 'An invalid address of an MCP server', atServe: true },
  'address-unreachable': { title: 'An address that does not answer', atServe: true },
  'address-servers-unknown': { title: 'A front door that does not list its servers', atServe: true },
  'access-denied': { title: 'A front door that denies access', atServe: true },
  'server-not-found': { title: 'No server at this address', atServe: true },
  'server-down': { title: 'A server that is down', atServe: true },
  'server-misbehaves': { title: 'A server that answers incorrectly', atServe: true },
  'not-deployed': { title: 'An environment that is not deployed, or only partly', atServe: true },
  'port-in-use': { title: 'A port that another program uses', atServe: true },
  'program-missing': { title: 'A program that is not installed', atServe: true },
  'installation-failed': { title: 'A server or router that could not be installed or built', atServe: true },
} as const satisfies Record<string, CodeFacts>;

/** Name of a rule. */
export type ErrorCode = keyof typeof errorCodes;

function factsOf(code: ErrorCode): CodeFacts {
  return errorCodes[code];
}

/** Parts of the environment file that errors of a code depend on; see {@link Need}. */
export function needsOf(code: ErrorCode): SynthesisFacts['needs'] {
  return factsOf(code).needs ?? 'nothing';
}

/** True if only Terraform or AWS can check the rule, so that a synthesis never reports it. */
export function isSaidAtDeploy(code: ErrorCode): boolean {
  return 'atDeploy' in errorCodes[code];
}

/** True if only a container engine or a registry can check the rule, when images are built and pushed. */
export function isSaidAtImages(code: ErrorCode): boolean {
  return 'atImages' in errorCodes[code];
}

/** True if every command checks the rule before it begins, so that a synthesis never reports it. */
export function isSaidAtStart(code: ErrorCode): boolean {
  return 'atStart' in errorCodes[code];
}

/** True if the rule is checked when servers are called or started, on this computer or elsewhere. */
export function isSaidAtServe(code: ErrorCode): boolean {
  return 'atServe' in errorCodes[code];
}

/** True if an environment file may acknowledge the rule, which then no longer stops a run. */
export function isAcknowledgeable(code: ErrorCode): boolean {
  return factsOf(code).acknowledgeable === true;
}

/** True if the rule is reported as a warning, which does not stop a run. */
export function isWarning(code: ErrorCode): boolean {
  return factsOf(code).warning === true;
}
