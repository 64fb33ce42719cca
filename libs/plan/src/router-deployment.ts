import type { Deployment, Instance, PlanContext } from './context';
import type { RouterDeployment } from './model/router-variables';
import { ACCESS_SECRET, accessMode, hasSecrets } from './secrets';
import { settingValues } from './settings';

/** What depends on where the router runs. */
export interface RouterPlace {
  /** How the edge passes answers on. */
  readonly edge: RouterDeployment['edge'];
  /** Longest answer of an instance that says nothing of it. */
  readonly defaultTimeoutSeconds: number;
}

/** What the router in front of these instances is told. */
export function routerDeployment(
  context: PlanContext,
  deployment: Deployment,
  instances: readonly Instance[],
  { edge, defaultTimeoutSeconds }: RouterPlace,
): RouterDeployment {
  const { access } = context.environment;
  const allowedOrigins = typeof access === 'object' ? access.allowedOrigins : undefined;
  const jwt = typeof access === 'object' ? access.jwt : undefined;
  const mode = accessMode(context);
  return {
    edge,
    access:
      mode === 'jwt' && jwt
        ? {
            mode: 'jwt',
            issuer: jwt.issuer,
            audiences: jwt.audiences,
            ...(jwt.scopes ? { scopes: jwt.scopes } : {}),
          }
        : mode === 'token'
          ? { mode: 'token', secret: ACCESS_SECRET }
          : { mode: 'public' },
    labels: { Environment: context.environment.name, Deployment: deployment.name },
    ...(deployment.input.host === undefined ? {} : { publicUrl: publicUrl(deployment) }),
    ...(allowedOrigins ? { allowedOrigins } : {}),
    timeoutSeconds: defaultTimeoutSeconds,
    instances: Object.fromEntries(
      instances.map((instance) => [instance.name, routerInstance(instance, defaultTimeoutSeconds)]),
    ),
  };
}

/** The address that clients know, for the metadata of RFC 9728. */
function publicUrl({ input: { host, plainHttp } }: Deployment): string {
  return `${plainHttp ? 'http' : 'https'}://${host}`;
}

function routerInstance(
  instance: Instance,
  defaultTimeoutSeconds: number,
): RouterDeployment['instances'][string] {
  const settings = settingValues(instance);
  const timeout = instance.input.timeoutSeconds ?? defaultTimeoutSeconds;
  return {
    server: instance.server.key,
    ...(hasSecrets(instance) ? { secret: instance.name } : {}),
    ...(Object.keys(settings).length > 0 ? { settings } : {}),
    ...(timeout === defaultTimeoutSeconds ? {} : { timeoutSeconds: timeout }),
    ...(instance.input.logLevel ? { logLevel: instance.input.logLevel } : {}),
  };
}
