import { literal } from '@mcp-fleet/core';
import type { JwtAccess, LambdaServerProps, Throttle } from '@mcp-fleet/lambda-http-api';
import { LambdaHttpApi, LambdaServer } from '@mcp-fleet/lambda-http-api';
import { LambdaRestApi } from '@mcp-fleet/lambda-rest-api';
import type { FunctionPlan, ApiPlan, LambdaDeploymentPlan, ThrottlePlan } from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';
import type { LogGroupRef } from '@mcp-fleet/refs';
import { TerraformOutput } from 'cdktf';
import type { App } from 'cdktf';
import { Construct } from 'constructs';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';
import type { FoundationStack } from './foundation-stack';
import { imageUri } from './image-uri';

export interface LambdaStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  readonly deployment: LambdaDeploymentPlan;
  readonly foundation: FoundationStack;
}

/** What the outputs say of a front door, whichever it is. */
interface FrontDoor {
  readonly endpointUrl: string;
  readonly serverUrls: Readonly<Record<string, string>>;
  readonly functionArns: Readonly<Record<string, string>>;
  readonly logGroups: Readonly<Record<string, string>>;
  readonly apiId: string;
}

/** One front door with its functions: one plan, one apply. */
export class LambdaStack extends FleetStack {
  constructor(scope: App, props: LambdaStackProps) {
    const { deployment, foundation } = props;
    super(scope, { ...props, name: deployment.stack, tags: deployment.tags });
    this.addDependency(foundation);
    const frontDoor = deployment.edge === 'rest-api' ? this.createRestApi(props) : this.createHttpApi(props);
    this.output('endpoint', 'Address of the front door.', frontDoor.endpointUrl);
    this.output('servers', 'Address of each server, for MCP clients.', frontDoor.serverUrls);
    this.output('api_id', 'Id of the API.', frontDoor.apiId);
    this.output('functions', 'ARN of each function.', frontDoor.functionArns);
    this.output('log_groups', 'Log group of each function.', frontDoor.logGroups);
  }

  private createHttpApi(props: LambdaStackProps): FrontDoor {
    const { api } = props.deployment;
    const frontDoor = new LambdaHttpApi(this, 'lambda-http-api', {
      ...doorProps(props.deployment),
      functions: this.functionsOf(props),
      ...(api.authorizer ? { jwt: jwtProps(api.authorizer) } : {}),
    });
    const { endpointUrl, serverUrls, functionArns, logGroups } = frontDoor;
    return {
      endpointUrl,
      serverUrls,
      functionArns,
      logGroups: logGroupNames(logGroups),
      apiId: frontDoor.api.apiId,
    };
  }

  private createRestApi(props: LambdaStackProps): FrontDoor {
    const scope = new Construct(this, 'lambda-servers');
    const functions = Object.fromEntries(
      Object.entries(this.functionsOf(props)).map(([key, fn]) => [key, new LambdaServer(scope, key, fn)]),
    );
    const frontDoor = new LambdaRestApi(this, 'lambda-rest-api', {
      ...doorProps(props.deployment),
      functions,
      tracing: Object.values(props.deployment.functions).some(({ tracing }) => tracing),
    });
    const entries = Object.entries(functions);
    return {
      endpointUrl: frontDoor.endpointUrl,
      serverUrls: frontDoor.serverUrls,
      functionArns: Object.fromEntries(entries.map(([key, fn]) => [key, fn.functionArn])),
      logGroups: logGroupNames(Object.fromEntries(entries.map(([key, fn]) => [key, fn.logGroup]))),
      apiId: frontDoor.api.restApiId,
    };
  }

  private functionsOf(props: LambdaStackProps): Record<string, LambdaServerProps> {
    return Object.fromEntries(
      Object.entries(props.deployment.functions).map(([key, fn]) => [
        key,
        this.functionProps(key, fn, props),
      ]),
    );
  }

  private functionProps(key: string, fn: FunctionPlan, { foundation }: LambdaStackProps): LambdaServerProps {
    const secretArn = (name: string) => foundation.secrets[name]?.secretArn ?? '';
    return {
      functionName: fn.name,
      description: literal(fn.description),
      image: { uri: imageUri(this, `image-${key}`, fn.image), architecture: fn.image.architecture },
      architecture: fn.image.architecture,
      memoryMiB: fn.memoryMiB,
      ephemeralStorageMiB: fn.ephemeralStorageMiB,
      timeoutSeconds: fn.timeoutSeconds,
      variables: routerVariables(fn.router, literal, secretArn),
      secretArns: fn.secrets.map(secretArn),
      parameterArns: fn.parameterArns,
      permissions: fn.permissions.map(({ actions, resources }) => ({
        actions,
        resources: resources.map(literal),
      })),
      concurrency: fn.concurrency,
      observability: { tracing: fn.tracing, logLevel: fn.logLevel },
      ...(fn.streaming ? { webAdapter: { streaming: true } } : {}),
      tags: fn.tags,
    };
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }
}

/** What both kinds of front door are told. */
function doorProps({ api, instances }: LambdaDeploymentPlan) {
  return {
    name: api.name,
    servers: Object.fromEntries(
      Object.values(instances).map(({ name, function: key, throttle }) => [
        name,
        { function: key, ...(throttle ? { throttle: throttleProps(throttle) } : {}) },
      ]),
    ),
    throttle: throttleProps(api.throttle),
    allowedOrigins: api.allowedOrigins.map(literal),
    metadata: Object.values(instances).some(({ paths }) => paths.metadata),
  };
}

function throttleProps({ throttle, burst }: ThrottlePlan): Throttle {
  return { requestsPerSecond: throttle, burst };
}

function jwtProps({ issuer, audiences, scopes }: NonNullable<ApiPlan['authorizer']>): JwtAccess {
  return { issuer: literal(issuer), audiences: audiences.map(literal), scopes: scopes.map(literal) };
}

function logGroupNames(logGroups: Readonly<Record<string, LogGroupRef>>): Record<string, string> {
  return Object.fromEntries(Object.entries(logGroups).map(([key, { logGroupName }]) => [key, logGroupName]));
}
