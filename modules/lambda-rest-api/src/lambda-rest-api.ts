import { mapRecord, serverPaths } from '@mcp-fleet/core';
import type { AnsweringFunctionRef, LogGroupRef, ServedInstance, Throttle } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { functionIntegration } from './function-integration';
import { FunctionPermission } from './function-permission';
import { checkLambdaRestApi } from './lambda-rest-api-checks';
import type { RestPaths } from './open-api';
import { RestApi } from './rest-api';
import { RestApiStage } from './rest-api-stage';
import { restPaths } from './rest-paths';

/** Props of {@link LambdaRestApi}. Texts are Terraform's: pass what users write through `literal()`. */
export interface LambdaRestApiProps {
  /** Name of the API, 1 to 255 characters; the name of its log group too, so letters, digits and `. - _ / #`. */
  readonly name: string;
  /** Description of the API. @default - none */
  readonly description?: string;
  /** Host that leads to the API, `mcp.example.com`: URLs have it, and the API's own endpoint is off. @default - the API's own endpoint */
  readonly host?: string;
  /** The functions, by keys that stay: they are in Terraform addresses. Each says itself whether it streams. */
  readonly functions: Readonly<Record<string, AnsweringFunctionRef>>;
  /** The instances, by their public names. Several on one function, or each on its own. */
  readonly servers: Readonly<Record<string, ServedInstance>>;
  /** Also route the RFC 9728 metadata of each instance, for clients that find their way by it. @default false */
  readonly metadata?: boolean;
  /**
   * Origins whose pages may call, `https://app.example.com`, or `*` alone for all. The router, which must be told the
   * same, answers what browsers ask; the API adds the headers to errors of its own. @default - none: CORS is off
   */
  readonly allowedOrigins?: readonly string[];
  /** Limit of each method that has none of its own. @default - 1,000 requests a second, 5,000 at once */
  readonly throttle?: Throttle;
  /** Days that access logs are kept. @default 30 */
  readonly accessLogRetentionDays?: number;
  /** Trace requests with X-Ray. @default false */
  readonly tracing?: boolean;
  /** Tags of API, stage and log group. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * One front door with its MCP servers: a Regional REST API before Lambda functions, and for each instance the paths of
 * `https://<host>/<instance>/mcp`. A function that streams is read as a stream, for up to 15 minutes and never silent for
 * more than 5; any other is waited for 29 seconds. Whether servers share a function is only in the two records.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class LambdaRestApi extends Construct {
  /** The API. */
  readonly api: RestApi;
  /** Stage that serves the API. */
  readonly stage: RestApiStage;
  /** `https://<host>`, or the URL of the API with its stage: then `/live` is in front of all paths. */
  readonly endpointUrl: string;
  /** URL of the MCP endpoint of each instance. */
  readonly serverUrls: Readonly<Record<string, string>>;
  /** Log group of the requests. */
  readonly accessLogGroup: LogGroupRef;

  constructor(scope: Construct, id: string, props: LambdaRestApiProps) {
    super(scope, id);
    checkLambdaRestApi(this.node.path, props);
    const { functions, servers, tags } = props;

    this.api = new RestApi(this, 'Api', {
      name: props.name,
      description: props.description,
      host: props.host,
      paths: pathsOf(props),
      allowedOrigins: props.allowedOrigins,
      tags,
    });
    const permissions = new Construct(this, 'Permissions');
    const allowed = Object.entries(functions).map(
      ([key, target]) => new FunctionPermission(permissions, key, { api: this.api, function: target }),
    );
    this.stage = new RestApiStage(this, 'Stage', {
      api: this.api,
      after: allowed.map(({ resource }) => resource),
      throttle: props.throttle,
      throttles: throttlesOf(servers),
      accessLogRetentionDays: props.accessLogRetentionDays,
      tracing: props.tracing,
      tags,
    });

    const endpointUrl = props.host === undefined ? this.stage.endpointUrl : `https://${props.host}`;
    this.endpointUrl = endpointUrl;
    this.serverUrls = mapRecord(servers, (_, instance) => endpointUrl + serverPaths(instance).mcp);
    this.accessLogGroup = this.stage.accessLogGroup;
  }
}

function pathsOf({ functions, servers, metadata, allowedOrigins = [] }: LambdaRestApiProps): RestPaths {
  const options = { metadata, preflight: allowedOrigins.length > 0 };
  return Object.assign(
    {},
    ...Object.entries(servers).map(([instance, server]) =>
      restPaths(instance, functionIntegration(functions[server.function] as AnsweringFunctionRef), options),
    ),
  ) as RestPaths;
}

function throttlesOf(servers: LambdaRestApiProps['servers']): Record<string, Throttle> {
  return Object.fromEntries(
    Object.entries(servers).flatMap(([instance, { throttle }]) => (throttle ? [[instance, throttle]] : [])),
  ) as Record<string, Throttle>;
}
