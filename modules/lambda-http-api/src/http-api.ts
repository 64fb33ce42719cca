import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api';
import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer';
import type { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { checkThrottle, limits, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld, type HttpApiRef, type LogGroupRef, type Throttle } from '@mcp-fleet/refs';
import { dependable } from 'cdktf';
import { Construct } from 'constructs';
import { accessLogFormat, accessLogGroupName } from './access-log';
import { corsConfiguration } from './cors';
import { checkHttpApi } from './http-api-checks';
import type { AuthorizerRef } from './server-route';

/** Tokens that the API accepts. */
export interface JwtAccess {
  /** The `iss` of tokens, an https URL that serves `/.well-known/openid-configuration`. */
  readonly issuer: string;
  /** The `aud` of tokens, any one of 1 to 50. */
  readonly audiences: readonly string[];
  /** Any one of these scopes is needed, at most 10. @default [] */
  readonly scopes?: readonly string[];
}

/** Props of {@link HttpApi}. Texts are Terraform's: pass what users write through `literal()`. */
export interface HttpApiProps {
  /** Name of the API and of its log group, 1 to 128 letters, digits and `. - _ / #`. */
  readonly name: string;
  /** Description of the API, at most 1,024 characters. @default - none */
  readonly description?: string;
  /** Host that leads to the API, `mcp.example.com`: URLs have it, and the API's own endpoint is off. @default - the API's own endpoint */
  readonly host?: string;
  /** Origins whose pages may call, `https://app.example.com`, or `*` alone for all. @default - none: CORS is off */
  readonly allowedOrigins?: readonly string[];
  /** Headers that such pages may send beside MCP's own, such as the `mcp-param-…` of tools; whole names. @default [] */
  readonly allowedHeaders?: readonly string[];
  /** Seconds that browsers cache the answer to a preflight, -1 (not at all) to 86,400. @default 3600 */
  readonly corsMaxAgeSeconds?: number;
  /** Refuse calls without a token at the API already. Clients then see no `resource_metadata`. @default - the router checks */
  readonly jwt?: JwtAccess;
  /** Limit of each route that has none of its own. @default - 1,000 requests a second, 5,000 at once */
  readonly throttle?: Throttle;
  /** Days that access logs are kept. @default 30 */
  readonly accessLogRetentionDays?: number;
  /** Tags of API, stage and log group. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * An HTTP API that deploys changes by itself on the stage `$default`, so that no prefix enters paths, with access logs
 * and a throttle. Answers are buffered and come within 30 seconds.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class HttpApi extends Construct implements HttpApiRef {
  readonly apiId: string;
  readonly executionArn: string;
  /** `https://<host>`, or `https://<id>.execute-api.<region>.amazonaws.com` */
  readonly endpointUrl: string;
  /** Log group of the requests. */
  readonly accessLogGroup: LogGroupRef;
  /** Checks tokens; undefined without `jwt`. */
  readonly authorizer: AuthorizerRef | undefined;
  /** The API itself, for what no prop covers. */
  readonly resource: Apigatewayv2Api;
  /** The stage itself, for what no prop covers. */
  readonly stage: Apigatewayv2Stage;
  private readonly throttled: { readonly route: Apigatewayv2Route; readonly throttle: Throttle }[] = [];

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    checkHttpApi(this.node.path, props);
    const { name, description, tags } = props;

    this.resource = new Apigatewayv2Api(this, 'Resource', {
      name,
      description,
      protocolType: 'HTTP',
      // What a host leads to is not reached around it.
      disableExecuteApiEndpoint: props.host === undefined ? undefined : true,
      corsConfiguration: corsConfiguration(
        props.allowedOrigins ?? [],
        props.allowedHeaders ?? [],
        props.corsMaxAgeSeconds ?? 3600,
      ),
      tags,
      lifecycle: newBeforeOld,
    });
    const accessLogs = new CloudwatchLogGroup(this, 'AccessLogs', {
      name: accessLogGroupName(name),
      retentionInDays: props.accessLogRetentionDays ?? 30,
      tags,
      lifecycle: newBeforeOld,
    });
    this.stage = this.createStage(accessLogs.arn, props);
    this.authorizer = props.jwt && this.createAuthorizer(props.jwt);

    this.apiId = this.resource.id;
    this.executionArn = this.resource.executionArn;
    this.endpointUrl = props.host === undefined ? this.resource.apiEndpoint : `https://${props.host}`;
    this.accessLogGroup = { logGroupName: accessLogs.name, logGroupArn: accessLogs.arn };
  }

  /** Gives a route of this API a limit of its own. */
  throttleRoute(route: Apigatewayv2Route, throttle: Throttle): void {
    const checks = new PropChecks(route.node.path);
    checkThrottle(checks, 'throttle', throttle, limits.httpApi);
    checks.done();
    this.throttled.push({ route, throttle });
    this.throttled.sort((a, b) => (routeKeyOf(a.route) < routeKeyOf(b.route) ? -1 : 1));
    this.stage.putRouteSettings(
      this.throttled.map((it) => ({ routeKey: routeKeyOf(it.route), ...settingsOf(it.throttle) })),
    );
    // AWS refuses settings for a route that does not exist.
    this.stage.dependsOn = this.throttled.map((it) => dependable(it.route));
  }

  private createStage(destinationArn: string, { throttle, tags }: HttpApiProps): Apigatewayv2Stage {
    return new Apigatewayv2Stage(this, 'Stage', {
      apiId: this.resource.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn, format: accessLogFormat },
      defaultRouteSettings: settingsOf(throttle ?? { requestsPerSecond: 1000, burst: 5000 }),
      tags,
    });
  }

  private createAuthorizer({ issuer, audiences, scopes = [] }: JwtAccess): AuthorizerRef {
    const authorizer = new Apigatewayv2Authorizer(this, 'Authorizer', {
      apiId: this.resource.id,
      name: 'jwt',
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer, audience: [...audiences] },
      lifecycle: newBeforeOld,
    });
    return { authorizerId: authorizer.id, scopes };
  }
}

function settingsOf({ requestsPerSecond, burst }: Throttle) {
  return {
    throttlingRateLimit: requestsPerSecond,
    throttlingBurstLimit: burst,
    detailedMetricsEnabled: true,
  };
}

/** The key as it was given: reading it back makes a reference. */
function routeKeyOf(route: Apigatewayv2Route): string {
  return route.routeKeyInput ?? '';
}
