import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { limits, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld, type FunctionRef, type HttpApiRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Integration that a route leads to. */
export interface IntegrationRef {
  /** Id of the integration. */
  readonly integrationId: string;
}

/** Props of {@link FunctionIntegration}. */
export interface FunctionIntegrationProps {
  /** The API that calls. */
  readonly api: HttpApiRef;
  /** The function that is called, by its alias. */
  readonly function: FunctionRef;
  /** Milliseconds that the API waits, 50 to 30,000. Longer than the function may take, so that the function ends first. @default 30000 */
  readonly timeoutMilliseconds?: number;
}

/**
 * Leads an HTTP API to a function: lets that API alone call the alias, and passes requests on as they are.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class FunctionIntegration extends Construct implements IntegrationRef {
  /** Id of the integration. */
  readonly integrationId: string;
  /** The integration itself, for what no prop covers. */
  readonly resource: Apigatewayv2Integration;

  constructor(scope: Construct, id: string, props: FunctionIntegrationProps) {
    super(scope, id);
    const { api, function: target, timeoutMilliseconds = 30_000 } = props;
    new PropChecks(this.node.path)
      .within('function.aliasName', limits.lambda.aliasName, target.aliasName, 'publish it under an alias')
      .within('timeoutMilliseconds', limits.httpApi.integrationTimeoutMilliseconds, timeoutMilliseconds)
      .done();

    // No statement id: the provider's own are unique, so the old and the new permission can stand side by side.
    const permission = new LambdaPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: target.functionName,
      qualifier: target.aliasName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
      lifecycle: newBeforeOld,
    });
    this.resource = new Apigatewayv2Integration(this, 'Resource', {
      apiId: api.apiId,
      integrationType: 'AWS_PROXY',
      integrationUri: target.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds,
      // No route may lead to a function that the API may not call yet.
      dependsOn: [permission],
      lifecycle: newBeforeOld,
    });
    this.integrationId = this.resource.id;
  }
}
