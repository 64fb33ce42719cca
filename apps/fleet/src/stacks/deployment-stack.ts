import { DataAwsEcrImage } from '@cdktf/provider-aws/lib/data-aws-ecr-image';
import { literal } from '@mcp-fleet/core';
import type { JwtAccess, LambdaServerProps, Throttle } from '@mcp-fleet/lambda-http-api';
import { LambdaHttpApi } from '@mcp-fleet/lambda-http-api';
import type { DeploymentPlan, FunctionPlan, HttpApiPlan, ImagePlan, ThrottlePlan } from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';
import { TerraformOutput } from 'cdktf';
import type { App } from 'cdktf';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';
import type { FoundationStack } from './foundation-stack';

export interface DeploymentStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  readonly deployment: DeploymentPlan;
  readonly foundation: FoundationStack;
}

/** One front door with everything behind it: one plan, one apply. */
export class DeploymentStack extends FleetStack {
  constructor(scope: App, props: DeploymentStackProps) {
    const { deployment, foundation } = props;
    super(scope, { ...props, name: deployment.stack, tags: deployment.tags });
    this.addDependency(foundation);
    const { api } = deployment;
    const frontDoor = new LambdaHttpApi(this, 'lambda-http-api', {
      name: api.name,
      functions: Object.fromEntries(
        Object.entries(deployment.functions).map(([key, fn]) => [key, this.functionProps(key, fn, props)]),
      ),
      servers: Object.fromEntries(
        Object.values(deployment.instances).map(({ name, function: key, throttle }) => [
          name,
          { function: key, ...(throttle ? { throttle: throttleProps(throttle) } : {}) },
        ]),
      ),
      throttle: throttleProps(api.throttle),
      allowedOrigins: api.allowedOrigins.map(literal),
      ...(api.authorizer ? { jwt: jwtProps(api.authorizer) } : {}),
      metadata: Object.values(deployment.instances).some(({ paths }) => paths.metadata),
    });
    this.output('endpoint', 'Address of the front door.', frontDoor.endpointUrl);
    this.output('servers', 'Address of each server, for MCP clients.', frontDoor.serverUrls);
    this.output('api_id', 'Id of the HTTP API.', frontDoor.api.apiId);
    this.output('functions', 'ARN of each function.', frontDoor.functionArns);
    this.output('log_groups', 'Log group of each function.', logGroupNames(frontDoor));
  }

  private functionProps(
    key: string,
    fn: FunctionPlan,
    { foundation }: DeploymentStackProps,
  ): LambdaServerProps {
    const secretArn = (name: string) => foundation.secrets[name]?.secretArn ?? '';
    return {
      functionName: fn.name,
      description: literal(fn.description),
      image: { uri: this.imageUri(key, fn.image), architecture: fn.image.architecture },
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
      tags: fn.tags,
    };
  }

  /** By digest: the pinned one, or that of the tag as the registry has it when Terraform plans. */
  private imageUri(key: string, image: ImagePlan): string {
    const { account, region, partition } = image.registry;
    const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    const digest =
      image.digest ??
      new DataAwsEcrImage(this, `image-${key}`, {
        registryId: account,
        repositoryName: image.repositoryName,
        imageTag: image.tag,
      }).imageDigest;
    return `${account}.dkr.ecr.${region}.${domain}/${image.repositoryName}@${digest}`;
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }
}

function throttleProps({ throttle, burst }: ThrottlePlan): Throttle {
  return { requestsPerSecond: throttle, burst };
}

function jwtProps({ issuer, audiences, scopes }: NonNullable<HttpApiPlan['authorizer']>): JwtAccess {
  return { issuer: literal(issuer), audiences: audiences.map(literal), scopes: scopes.map(literal) };
}

function logGroupNames({ logGroups }: LambdaHttpApi): Record<string, string> {
  return Object.fromEntries(Object.entries(logGroups).map(([key, { logGroupName }]) => [key, logGroupName]));
}
