/**
 * A part of an environment file that an error depends on: a path, in which `<deployment>` and `<instance>` are those of
 * the error itself. Of some codes only errors at certain paths depend on it. `neighbour` is the account or the Region of
 * another environment.
 */
export type Need = string | { readonly path: string; readonly at: RegExp };

interface Facts {
  /** Heading in docs/errors.md: what is wrong, in a few words. */
  readonly title: string;
  /** Legal at AWS but unwise: `acknowledge: { '<code>': 'reason' }` in the environment file silences it. */
  readonly acknowledgeable?: true;
  /** Reported beside the result where it does not stop a run; `--strict` makes it an error. */
  readonly warning?: true;
}

/** A rule that a synthesis checks. */
interface SynthesisFacts extends Facts {
  /**
   * Parts of the file that the error depends on. Where one of them is broken, a stand-in or nothing takes its place, and
   * the error may only follow from that: it is then not reported. Any other error is reported beside the broken part.
   */
  readonly needs: 'nothing' | 'everything' | readonly Need[];
}

/** A rule that is only checked once a program outside the fleet, or AWS, is asked. */
type LaterFacts = Facts & {
  readonly needs?: undefined;
} & (
    | {
        /** Reported by plan, deploy, destroy and outputs, which ask Terraform and AWS; its case is in apps/cli/test/deploy. */
        readonly atDeploy: true;
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
/** All of `access` but its origins, which decide nothing else. */
const ACCESS = ['access.public', 'access.token', 'access.jwt'] as const;

/** Every error code there is. A new one needs a case in a table of bad input (tools/contract, apps/cli/test/deploy). */
export const errorCodes = {
  // reading files
  'environment-not-found': { title: 'No such environment', needs: 'nothing' },
  'environment-unreadable': { title: 'An environment file does not parse or throws', needs: 'nothing' },
  'environment-no-export': { title: 'An environment file exports no environment', needs: 'nothing' },
  'environment-name-mismatch': { title: 'An environment is not named as its folder', needs: 'nothing' },
  'images-unreadable': { title: 'images.json is not what a push writes', needs: 'nothing' },
  'manifest-unreadable': { title: 'A manifest is missing or is no JSON', needs: 'nothing' },
  'manifest-invalid': { title: 'A manifest breaks its schema', needs: 'nothing' },
  'manifest-inconsistent': { title: 'deployment.json and server.json disagree', needs: 'nothing' },

  // the shape of an environment file
  'unknown-key': { title: 'A key that does not exist', needs: 'nothing' },
  'missing-key': {
    title: 'A key that is required',
    needs: [
      { path: DEPLOYMENT, at: /\.clients$/ },
      { path: 'network', at: /\.clients$/ },
    ],
  },
  'wrong-type': { title: 'A value of another type', needs: 'nothing' },
  'invalid-value': {
    title: 'A value outside what is allowed',
    needs: [
      // ARNs and zones are of a Region, and a function that rotates secrets is of the account too.
      { path: 'aws.region', at: /(Arn|^secrets\.key|^secrets\.alsoReadBy\.\d+|^network\.zones\.[^.]+)$/ },
      { path: 'aws.account', at: /\.functionArn$/ },
    ],
  },
  'not-yet-supported': { title: 'A key or value that this version does not build yet', needs: 'nothing' },
  'access-missing': { title: 'Nobody said who may call', needs: 'nothing' },
  'reserved-name': { title: 'A name that mcp-fleet uses itself', needs: 'nothing' },
  'not-for-target': { title: 'A key that means nothing where the deployment runs', needs: 'nothing' },
  'targets-mixed': { title: 'A laptop and AWS in one environment', needs: 'nothing' },

  // servers and instances
  'unknown-server': { title: 'A server that is not in the catalog', needs: 'nothing' },
  'duplicate-instance': { title: 'An instance name twice in an environment', needs: 'nothing' },
  'server-not-deployable': {
    title: 'A manifest without a package that can be made an image',
    needs: 'nothing',
  },
  'server-needs-sessions': { title: 'A server with a process per session on Lambda', needs: 'nothing' },
  'server-needs-own-image': {
    title: 'A server that comes as an image in a multi-server deployment',
    needs: 'nothing',
  },
  'setting-missing': { title: 'A required setting is missing', needs: [INSTANCE] },
  'setting-set-missing': {
    title: 'None of the sets of settings that a server needs is complete',
    needs: [INSTANCE],
  },
  'setting-secret': { title: 'A secret written as a setting', needs: 'nothing' },
  'setting-unknown': { title: 'A setting that the server does not read', needs: 'nothing' },
  'setting-invalid': { title: 'A setting outside what the manifest allows', needs: 'nothing' },
  'setting-reserved': { title: 'A setting that the router or the platform owns', needs: 'nothing' },

  'output-unwritable': { title: 'An output folder that cannot be written', needs: 'nothing' },

  // what AWS would refuse
  'limit-exceeded': {
    title: 'Beyond a limit of AWS',
    needs: [
      // Policies and names of a deployment or an instance as a whole hold the account and the Region.
      { path: 'aws', at: /^deployments\.[^.]*(\.servers\.[^.]*)?$/ },
      { path: 'aws.region', at: /(\.functionArn|^secrets\.onlyServers)$/ },
      ...ACCESS.map((path) => ({ path, at: /^secrets\.onlyServers$/ })),
    ],
  },
  'quota-exceeded': {
    title: 'Beyond a quota that AWS raises on request',
    needs: ['quotas', `${DEPLOYMENT}.edge`, { path: 'aws.region', at: /^deployments$/ }],
  },
  'variables-too-large': { title: 'More than 4 KB of Lambda variables', needs: ['aws.region', ...ACCESS] },
  'timeout-too-long': { title: 'A timeout beyond what the edge waits for', needs: [`${DEPLOYMENT}.edge`] },
  'slow-server': {
    title: 'A server whose slowest call outlasts the edge',
    acknowledgeable: true,
    needs: [`${DEPLOYMENT}.edge`],
  },
  'concurrency-too-high': {
    title: 'More concurrency than there is',
    needs: [{ path: 'quotas', at: /^deployments$/ }],
  },
  'fargate-size': { title: 'A size that Fargate does not have', needs: 'nothing' },
  'task-too-large': { title: 'More servers than a task holds', needs: 'nothing' },
  'spot-only': { title: 'A protected environment on Spot alone', needs: 'nothing' },
  'exec-refused': { title: 'A shell in tasks of a protected environment', needs: 'nothing' },
  'sessions-need-one-task': { title: 'A server with sessions in several tasks', needs: 'nothing' },
  'certificate-missing': {
    title: 'A host or load balancer without a certificate',
    needs: [DEPLOYMENT, 'domain'],
  },
  'host-missing': { title: 'A key that is about a host, without the host', needs: [DEPLOYMENT] },
  'host-taken': { title: 'Two front doors with one host', needs: 'nothing' },
  'host-outside-zone': { title: 'A host that the domain of the environment does not hold', needs: 'nothing' },
  'domain-unused': { title: 'A domain that no host is in', needs: ['deployments', 'domain'] },
  'zone-taken': { title: 'Two environments that make one zone', needs: 'nothing' },
  'failover-one-sided': {
    title: 'A failover whose two sides do not fit',
    needs: ['aws', 'neighbour', 'deployments', 'domain'],
  },
  'failover-check-missing': {
    title: 'A failover that nobody decides',
    needs: [DEPLOYMENT, 'domain', 'alarms'],
  },
  'rotation-role-missing': {
    title: 'A rotation that may not read its secret',
    needs: ['secrets', 'protected'],
  },
  'plain-http': { title: 'Tokens over plain HTTP', acknowledgeable: true, warning: true, needs: 'nothing' },
  'metadata-hidden': {
    title: 'Metadata where clients do not look for it',
    acknowledgeable: true,
    needs: [...ACCESS, `${DEPLOYMENT}.edge`],
  },
  'network-unused': { title: 'A network that nothing is in', needs: ['deployments'] },
  'network-too-small': { title: 'A network with fewer zones or subnets than it needs', needs: 'nothing' },
  'network-closed': { title: 'A network without a way out', needs: 'nothing' },
  'cidr-overlap': { title: 'Two networks with the same addresses', acknowledgeable: true, needs: 'nothing' },
  'name-collision': { title: 'Two things with one name at AWS', needs: 'nothing' },
  'port-taken': { title: 'Two containers on one host port', needs: 'nothing' },
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
    title: 'An image that does not hold the servers of its deployment',
    needs: 'nothing',
  },
  'image-architecture-differs': { title: 'An image of another processor architecture', needs: 'nothing' },
  'registry-unknown': { title: 'A registry of an environment that has none', needs: 'nothing' },
  'registry-region-differs': { title: 'A registry in another Region', needs: ['aws.region', 'neighbour'] },
  'state-not-shared': { title: 'A protected environment with local state', needs: 'nothing' },
  'acknowledge-refused': { title: 'An acknowledgement that silences nothing', needs: 'nothing' },
  'quota-unknown': { title: 'A quota that is not known', needs: 'nothing' },

  // legal at AWS, but unwise
  'access-public': {
    title: 'Servers that anyone may call',
    acknowledgeable: true,
    warning: true,
    needs: ACCESS,
  },
  'acknowledge-idle': {
    title: 'An acknowledgement of what nobody does',
    acknowledgeable: true,
    warning: true,
    needs: 'everything',
  },
  'alarms-missing': {
    title: 'A protected environment that nobody watches',
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
    title: 'One way out for all zones',
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
  'invalid-props': { title: 'A module with props that AWS would refuse', needs: 'nothing' },

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

/** Name of a rule. */
export type ErrorCode = keyof typeof errorCodes;

function factsOf(code: ErrorCode): CodeFacts {
  return errorCodes[code];
}

/** Parts of the environment file that errors of a code depend on; see {@link Need}. */
export function needsOf(code: ErrorCode): SynthesisFacts['needs'] {
  return factsOf(code).needs ?? 'nothing';
}

/** True if only Terraform or AWS can tell, so that no synthesis breaks the rule. */
export function isSaidAtDeploy(code: ErrorCode): boolean {
  return 'atDeploy' in errorCodes[code];
}

/** True if only an engine or a registry can tell, once images are made and pushed. */
export function isSaidAtImages(code: ErrorCode): boolean {
  return 'atImages' in errorCodes[code];
}

/** True if the rule is about servers that are asked or started, on this computer or elsewhere. */
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
