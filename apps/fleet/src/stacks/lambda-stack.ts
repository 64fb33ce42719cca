import { literal, serverPaths } from '@mcp-fleet/core';
import type { FunctionVpc, JwtAccess, LambdaServerProps, Throttle } from '@mcp-fleet/lambda-http-api';
import { LambdaHttpApi, LambdaServer } from '@mcp-fleet/lambda-http-api';
import { LambdaRestApi } from '@mcp-fleet/lambda-rest-api';
import { LogDataProtection } from '@mcp-fleet/logs';
import type { EdgeSource, FunctionSource } from '@mcp-fleet/alarms';
import type {
  ApiPlan,
  AwsFleetPlan,
  FunctionPlan,
  LambdaDeploymentPlan,
  ThrottlePlan,
} from '@mcp-fleet/plan';
import { routerVariables } from '@mcp-fleet/plan';
import type { HttpApiRef, LogGroupRef, NetworkRef, RestApiRef } from '@mcp-fleet/refs';
import { ApiDomain } from '@mcp-fleet/route53';
import { TerraformOutput } from 'cdktf';
import type { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';
import type { FoundationStack } from './foundation-stack';
import { FrontDoorNames } from './front-door-names';
import { imageUri } from './image-uri';
import { rotate } from './rotate';
import { watch } from './watch';

export interface LambdaStackProps extends Omit<FleetStackProps, 'name' | 'tags'> {
  /** Plan of the environment. */
  readonly plan: AwsFleetPlan;
  /** Plan of the deployment. */
  readonly deployment: LambdaDeploymentPlan;
  /** Stack with the repositories and secrets of the environment. */
  readonly foundation: FoundationStack;
  /** The VPC that the functions are attached to. @default - none */
  readonly network?: NetworkRef;
  /** The stack that makes the network. @default - it exists already */
  readonly networkStack?: TerraformStack;
}

/** What the outputs say of a front door, whichever it is. */
interface FrontDoor {
  readonly endpointUrl: string;
  readonly serverUrls: Readonly<Record<string, string>>;
  readonly functionArns: Readonly<Record<string, string>>;
  readonly logGroups: Readonly<Record<string, LogGroupRef>>;
  readonly functions: Readonly<Record<string, LambdaServer>>;
  /** What a host leads to. */
  readonly api: HttpApiRef | RestApiRef;
  readonly stageName: string;
  /** Where the answers that callers of an instance get are counted. */
  edgeOf(instance: string): EdgeSource;
}

/** One front door with its functions: one plan, one apply. */
export class LambdaStack extends FleetStack {
  /** Id of the HTTP API, whose metrics know no name; undefined for a REST API. */
  readonly httpApiId: string | undefined;

  constructor(scope: App, props: LambdaStackProps) {
    const { deployment, foundation, networkStack } = props;
    super(scope, { ...props, name: deployment.stack, tags: deployment.tags });
    this.addDependency(foundation);
    if (networkStack) this.addDependency(networkStack);
    const frontDoor = deployment.edge === 'rest-api' ? this.createRestApi(props) : this.createHttpApi(props);
    const { api } = frontDoor;
    rotate(this, props.plan, deployment, foundation);
    this.httpApiId = 'apiId' in api ? api.apiId : undefined;
    const domains = this.createNames(props, frontDoor);
    watch(this, props.plan, deployment, foundation, {
      edgeOf: (instance) => frontDoor.edgeOf(instance),
      computeOf: (key) => functionSource(deployment.functions[key] as FunctionPlan),
    });
    this.output('endpoint', 'Address of the front door.', frontDoor.endpointUrl);
    this.output('servers', 'Address of each server, for MCP clients.', frontDoor.serverUrls);
    this.output('api_id', 'Id of the API.', 'apiId' in api ? api.apiId : api.restApiId);
    if (deployment.host) this.output('aliases', 'What a DNS alias of each host leads to.', domains);
    this.output('functions', 'ARN of each function.', frontDoor.functionArns);
    this.output('log_groups', 'Log group of each function.', logGroupNames(frontDoor.logGroups));
    if (deployment.vpc) {
      const groups = securityGroupIds(frontDoor.functions);
      this.output(
        'security_groups',
        'Security group of each function, for what they call to let in.',
        groups,
      );
    }
    if (props.plan.maskLogs) {
      const { partition } = props.plan.aws;
      new LogDataProtection(this, 'masking', { logGroups: frontDoor.logGroups, partition });
    }
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
      logGroups,
      functions: frontDoor.functions,
      api: frontDoor.api,
      stageName: frontDoor.api.stage.name,
      edgeOf: (instance) => ({
        kind: 'http-api',
        apiId: frontDoor.api.apiId,
        stage: frontDoor.api.stage.name,
        route: { method: 'POST', resource: serverPaths(instance).mcp },
      }),
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
      logGroups: Object.fromEntries(entries.map(([key, fn]) => [key, fn.logGroup])),
      functions,
      api: frontDoor.api,
      stageName: frontDoor.stage.stageName,
      edgeOf: (instance) => ({
        kind: 'rest-api',
        apiName: props.deployment.api.name,
        stage: frontDoor.stage.stageName,
        route: { method: 'POST', resource: serverPaths(instance).mcp },
      }),
    };
  }

  /** The names of the API, and what records of them lead to. */
  private createNames(
    { deployment: { host }, foundation, plan: { domain } }: LambdaStackProps,
    { api, stageName }: FrontDoor,
  ): Record<string, { dns_name: string; zone_id: string }> {
    if (host === undefined) return {};
    const { zone } = foundation;
    const names = new FrontDoorNames(this, 'names', {
      host,
      ...(domain ? { domain } : {}),
      ...(zone ? { zone } : {}),
    });
    const { certificateArn = '' } = names;
    const domains = new Construct(this, 'domains');
    const targets = Object.fromEntries(
      names.hosts.map((name) => {
        const { target } = new ApiDomain(domains, name, { host: name, certificateArn, api, stageName });
        return [name, target];
      }),
    );
    names.leadTo((name) => targets[name] as (typeof targets)[string]);
    return Object.fromEntries(
      Object.entries(targets).map(([name, { dnsName, zoneId }]) => [
        name,
        { dns_name: dnsName, zone_id: zoneId },
      ]),
    );
  }

  private functionsOf(props: LambdaStackProps): Record<string, LambdaServerProps> {
    return Object.fromEntries(
      Object.entries(props.deployment.functions).map(([key, fn]) => [
        key,
        this.functionProps(key, fn, props),
      ]),
    );
  }

  private functionProps(
    key: string,
    fn: FunctionPlan,
    { foundation, network, plan }: LambdaStackProps,
  ): LambdaServerProps {
    const secretArn = (name: string) => foundation.secrets[name]?.secretArn ?? '';
    return {
      functionName: fn.name,
      description: literal(fn.description),
      image: { uri: imageUri(this, `image-${key}`, fn.image), architecture: fn.image.architecture },
      architecture: fn.image.architecture,
      memoryMiB: fn.memoryMiB,
      ephemeralStorageMiB: fn.ephemeralStorageMiB,
      timeoutSeconds: fn.timeoutSeconds,
      environment: routerVariables(fn.router, literal, secretArn),
      secretArns: fn.secrets.map(secretArn),
      parameterArns: fn.parameterArns,
      permissions: [
        ...fn.permissions.map(({ actions, resources }) => ({ actions, resources: resources.map(literal) })),
        ...(fn.secrets.length > 0 ? keyPermission(plan) : []),
      ],
      concurrency: fn.concurrency,
      observability: { tracing: fn.tracing, logLevel: fn.logLevel },
      ...(network ? { vpc: functionVpc(plan, network, fn) } : {}),
      ...(fn.streaming ? { webAdapter: { streaming: true } } : {}),
      tags: fn.tags,
    };
  }

  private output(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { description, value });
  }
}

function functionVpc(
  plan: AwsFleetPlan,
  { vpcId, privateSubnetIds }: NetworkRef,
  { egressPorts }: FunctionPlan,
): FunctionVpc {
  const ipv6 = plan.network?.ipv6 ?? false;
  return { vpcId, subnetIds: privateSubnetIds, ipv6, ...(egressPorts ? { egressPorts } : {}) };
}

/** The key of the environment lets Secrets Manager in by itself; one that was given may leave it to IAM. */
function keyPermission({ foundation: { secretKey }, aws: { region } }: AwsFleetPlan) {
  if (secretKey?.kind !== 'given') return [];
  const viaService = `secretsmanager.${region}.amazonaws.com`;
  return [{ actions: ['kms:Decrypt'], resources: [secretKey.arn], viaService }];
}

/** One that is switched off is never saturated. */
function functionSource({ name, concurrency: { reserved } }: FunctionPlan): FunctionSource {
  return {
    kind: 'function',
    functionName: name,
    ...(reserved === undefined || reserved === 0 ? {} : { concurrencyLimit: reserved }),
  };
}

/** What both kinds of front door are told. */
function doorProps({ api, host, instances }: LambdaDeploymentPlan) {
  return {
    name: api.name,
    ...(host ? { host: host.name } : {}),
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

function securityGroupIds(functions: Readonly<Record<string, LambdaServer>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(functions).map(([key, { securityGroup }]) => [key, securityGroup?.securityGroupId ?? '']),
  );
}
