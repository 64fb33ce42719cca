import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { limits, PropChecks } from '@mcp-fleet/core';
import { newBeforeOld, type FunctionRef, type RestApiRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';

/** Props of {@link FunctionPermission}. */
export interface FunctionPermissionProps {
  /** The API that calls. */
  readonly api: RestApiRef;
  /** The function that is called, by its alias. */
  readonly function: FunctionRef;
}

/**
 * Lets a REST API, and that one alone, call the alias of a function; streams need no other permission.
 *
 * @throws FleetErrors with code `invalid-props` for an alias that cannot be.
 */
export class FunctionPermission extends Construct {
  /** The permission itself, which the stage must come after. */
  readonly resource: LambdaPermission;

  constructor(scope: Construct, id: string, { api, function: target }: FunctionPermissionProps) {
    super(scope, id);
    new PropChecks(this.node.path)
      .within('function.aliasName', limits.lambda.aliasName, target.aliasName, 'publish it under an alias')
      .done();
    // No statement id: the provider's own are unique, so the old and the new permission can stand side by side.
    this.resource = new LambdaPermission(this, 'Resource', {
      action: 'lambda:InvokeFunction',
      functionName: target.functionName,
      qualifier: target.aliasName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/*/*`,
      lifecycle: newBeforeOld,
    });
  }
}
