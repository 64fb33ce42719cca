import { mapRecord, mergeTags, serverPaths } from '@mcp-fleet/core';
import type { LogGroupRef, ServedInstance } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { FunctionIntegration } from './function-integration';
import { HttpApi, type HttpApiProps } from './http-api';
import { checkLambdaHttpApi } from './lambda-http-api-checks';
import { LambdaServer } from './lambda-server';
import type { LambdaServerProps } from './lambda-server-props';
import { ServerRoute } from './server-route';

/** Props of {@link LambdaHttpApi}. Texts are Terraform's: pass what users write through `literal()`. */
export interface LambdaHttpApiProps extends HttpApiProps {
  /** The functions, by keys that stay: they are in Terraform addresses. */
  readonly functions: Readonly<Record<string, LambdaServerProps>>;
  /** The instances, by their public names. Several on one function, or each on its own. */
  readonly servers: Readonly<Record<string, ServedInstance>>;
  /** Also route the RFC 9728 metadata of each instance, for clients that find their way by it. @default false */
  readonly metadata?: boolean;
}

/**
 * One front door with its MCP servers: an HTTP API, Lambda functions, and for each instance the routes of
 * `https://<host>/<instance>/mcp`. Whether servers share a function is only in the two records: routes keep their
 * addresses when they move from one function to another.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LambdaHttpApi extends Construct {
  /** The API. */
  readonly api: HttpApi;
  /** The functions, by their keys. */
  readonly functions: Readonly<Record<string, LambdaServer>>;
  /** URL of the API, without a path. */
  readonly endpointUrl: string;
  /** URL of the MCP endpoint of each instance. */
  readonly serverUrls: Readonly<Record<string, string>>;
  /** Names of the functions, by their keys. */
  readonly functionNames: Readonly<Record<string, string>>;
  /** ARNs of the functions, by their keys. */
  readonly functionArns: Readonly<Record<string, string>>;
  /** Log groups of the functions, by their keys. */
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;
  /** Log group of the requests. */
  readonly accessLogGroup: LogGroupRef;

  constructor(scope: Construct, id: string, props: LambdaHttpApiProps) {
    super(scope, id);
    checkLambdaHttpApi(this.node.path, props);

    this.api = new HttpApi(this, 'Api', props);
    const functions = new Construct(this, 'Functions');
    this.functions = mapRecord(
      props.functions,
      (settings, key) =>
        new LambdaServer(functions, key, { ...settings, tags: mergeTags(props.tags, settings.tags) }),
    );
    const integrations = new Construct(this, 'Integrations');
    const targets = mapRecord(
      this.functions,
      (target, key) => new FunctionIntegration(integrations, key, { api: this.api, function: target }),
    );
    this.createRoutes(props, targets);

    this.endpointUrl = this.api.endpointUrl;
    this.serverUrls = mapRecord(
      props.servers,
      (_, instance) => this.api.endpointUrl + serverPaths(instance).mcp,
    );
    this.functionNames = mapRecord(this.functions, (made) => made.functionName);
    this.functionArns = mapRecord(this.functions, (made) => made.functionArn);
    this.logGroups = mapRecord(this.functions, (made) => made.logGroup);
    this.accessLogGroup = this.api.accessLogGroup;
  }

  private createRoutes(
    props: LambdaHttpApiProps,
    targets: Readonly<Record<string, FunctionIntegration>>,
  ): void {
    const routes = new Construct(this, 'Routes');
    for (const [instance, server] of Object.entries(props.servers)) {
      const route = new ServerRoute(routes, instance, {
        api: this.api,
        instance,
        integration: targets[server.function] as FunctionIntegration,
        authorizer: this.api.authorizer,
        metadata: props.metadata,
      });
      if (server.throttle) this.api.throttleRoute(route.post, server.throttle);
    }
  }
}
