import type { LogLevel } from './fleet-plan';

/** What is true of a deployment and not of its image: the router reads it from one variable, as JSON. */
export interface RouterDeployment {
  /** Whether the edge passes answers on as they come. */
  readonly edge: 'buffered' | 'streaming';
  /** `front` checks access and passes on to other containers, `inner` is behind one. @default - single: all in one */
  readonly role?: 'front' | 'inner';
  /** Access of callers. */
  readonly access: RouterAccess;
  /** Address before `/<instance>/mcp`, for the metadata of RFC 9728. @default - from the request */
  readonly publicUrl?: string;
  /** Dimensions of each metric beside the instance. */
  readonly labels: { readonly Environment: string; readonly Deployment: string };
  /** Web pages that may call; none: requests with an Origin are refused. */
  readonly allowedOrigins?: readonly string[] | undefined;
  /** Longest answer in seconds, unless an instance says otherwise. */
  readonly timeoutSeconds: number;
  /** Age of secrets at which a request has them read again; a changed one restarts its server. @default - never */
  readonly refreshSeconds?: number;
  /** Instances by name. */
  readonly instances: Readonly<Record<string, RouterInstance>>;
}

export type RouterAccess =
  | { readonly mode: 'public' }
  /** `secret` is a key of the plan's secrets; it becomes an ARN where it is rendered. */
  | { readonly mode: 'token'; readonly secret: string }
  | {
      readonly mode: 'jwt';
      readonly issuer: string;
      readonly audiences: readonly string[];
      readonly scopes?: readonly string[];
    };

export interface RouterInstance {
  /** Key of its server in the image. */
  readonly server: string;
  /** A key of the plan's secrets; it becomes an ARN where it is rendered. */
  readonly secret?: string;
  /** Values of the inputs by name, or the SSM parameters that hold them. @default - none */
  readonly settings?: Readonly<Record<string, string | { readonly ssm: string }>>;
  /** Longest answer in seconds. @default - the router's */
  readonly timeoutSeconds?: number;
  /** Log level. @default - info */
  readonly logLevel?: LogLevel;
  /** Address of its container, for role front. */
  readonly upstream?: string;
}

/** The one variable that tells a router what its deployment is. */
export const ROUTER_VARIABLE = 'MCP_ROUTER_DEPLOYMENT';

/**
 * The router's variables of a function.
 *
 * @param text how a text of the user is written: as it is where bytes are counted, escaped where Terraform reads it.
 * @param secretArn the ARN of a secret by its key: an estimate where bytes are counted, a reference in a stack.
 */
export function routerVariables(
  router: RouterDeployment,
  text: (value: string) => string,
  secretArn: (key: string) => string,
): Record<string, string> {
  const json = JSON.stringify(router, (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    return key === 'secret' ? secretArn(value) : text(value);
  });
  return { [ROUTER_VARIABLE]: json };
}
