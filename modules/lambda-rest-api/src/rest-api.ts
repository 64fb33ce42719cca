import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api';
import { newBeforeOld, type RestApiRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { openApi, type RestPaths } from './open-api';
import { checkRestApi } from './rest-api-checks';

/** Props of {@link RestApi}. Texts are Terraform's: pass what users write through `literal()`. */
export interface RestApiProps {
  /** Name of the API, 1 to 255 characters; the name of its log group too, so letters, digits and `. - _ / #`. */
  readonly name: string;
  /** Description of the API. @default - none */
  readonly description?: string;
  /** Host that leads to the API, `mcp.example.com`: the API's own endpoint is off. @default - the API's own endpoint */
  readonly host?: string;
  /** Everything that it routes; `restPaths()` makes those of an instance. */
  readonly paths: RestPaths;
  /** Origins whose pages may read the API's own errors, `https://app.example.com`, or `*` alone for all. @default - none */
  readonly allowedOrigins?: readonly string[];
  /** Tags of the API. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A Regional REST API, described by one OpenAPI document: all paths, methods, integrations and the API's own errors. It
 * serves nothing until a {@link RestApiStage} deploys it.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class RestApi extends Construct implements RestApiRef {
  readonly restApiId: string;
  readonly executionArn: string;
  /** Name of the API. */
  readonly apiName: string;
  /** The API itself, for what no prop covers. */
  readonly resource: ApiGatewayRestApi;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    checkRestApi(this.node.path, props);
    const { name, description, paths, allowedOrigins = [], tags } = props;
    this.resource = new ApiGatewayRestApi(this, 'Resource', {
      name,
      description,
      body: openApi({ name, description, paths, allowedOrigins }),
      // The document is the whole: what it no longer names goes.
      putRestApiMode: 'overwrite',
      // What a host leads to is not reached around it.
      disableExecuteApiEndpoint: props.host === undefined ? undefined : true,
      // Edge-optimised ones cut streams after 30 silent seconds, Regional ones after 300.
      endpointConfiguration: { types: ['REGIONAL'] },
      tags,
      lifecycle: newBeforeOld,
    });
    this.restApiId = this.resource.id;
    this.executionArn = this.resource.executionArn;
    this.apiName = name;
  }
}
