import { Apigatewayv2Route, type Apigatewayv2RouteConfig } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { checkInstanceName, PropChecks, serverPaths } from '@mcp-fleet/core';
import { newBeforeOld, type HttpApiRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import type { IntegrationRef } from './function-integration';

/** The authorizer of a route. */
export interface AuthorizerRef {
  /** Id of the authorizer. */
  readonly authorizerId: string;
  /** Any one of these must be in the token. Empty: none is asked for. */
  readonly scopes: readonly string[];
}

/** Props of {@link ServerRoute}. */
export interface ServerRouteProps {
  /** The API. */
  readonly api: HttpApiRef;
  /** Public name of the instance, the first part of its path: lower-case letters, digits and hyphens. */
  readonly instance: string;
  /** Integration with the function that runs the instance. */
  readonly integration: IntegrationRef;
  /** Checks tokens on the MCP path, and only there. @default - none: the router checks */
  readonly authorizer?: AuthorizerRef;
  /** Also route the RFC 9728 metadata, for clients that find their way by it. @default false */
  readonly metadata?: boolean;
}

/**
 * The routes of one instance: POST, GET and DELETE on `/<instance>/mcp`, GET on `/<instance>/health` and, where asked
 * for, its metadata. Paths reach the router as they are.
 *
 * @throws FleetErrors with code `invalid-props` where the instance can be no part of a path.
 */
export class ServerRoute extends Construct {
  /** The route of calls, which is the one to throttle. */
  readonly post: Apigatewayv2Route;

  constructor(scope: Construct, id: string, props: ServerRouteProps) {
    super(scope, id);
    const { api, instance, integration, authorizer } = props;
    checkInstanceName(new PropChecks(this.node.path), 'instance', instance).done();

    const { mcp, health, metadata } = serverPaths(instance);
    const authorization = authorizationOf(authorizer);
    const create = (routeId: string, routeKey: string, more: Partial<Apigatewayv2RouteConfig> = {}) =>
      new Apigatewayv2Route(this, routeId, {
        apiId: api.apiId,
        routeKey,
        target: `integrations/${integration.integrationId}`,
        lifecycle: newBeforeOld,
        ...more,
      });

    this.post = create('Post', `POST ${mcp}`, authorization);
    create('Get', `GET ${mcp}`, authorization);
    create('Delete', `DELETE ${mcp}`, authorization);
    create('Health', `GET ${health}`);
    if (props.metadata) create('Metadata', `GET ${metadata}`);
  }
}

function authorizationOf(authorizer: AuthorizerRef | undefined): Partial<Apigatewayv2RouteConfig> {
  if (authorizer === undefined) return {};
  return {
    authorizationType: 'JWT',
    authorizerId: authorizer.authorizerId,
    authorizationScopes: authorizer.scopes.length > 0 ? [...authorizer.scopes] : undefined,
  };
}
