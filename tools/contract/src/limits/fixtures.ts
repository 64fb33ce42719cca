import { ImageRepository, type ImageRepositoryProps } from '@mcp-fleet/ecr';
import {
  EcsCluster,
  FargateServer,
  LoadBalancer,
  ServerListenerRule,
  type ContainerProps,
  type FargateServerProps,
  type LoadBalancerProps,
  type ServerListenerRuleProps,
} from '@mcp-fleet/fargate-alb';
import {
  HttpApi,
  LambdaHttpApi,
  LambdaServer,
  type HttpApiProps,
  type LambdaHttpApiProps,
  type LambdaServerProps,
} from '@mcp-fleet/lambda-http-api';
import { LambdaRestApi, type LambdaRestApiProps } from '@mcp-fleet/lambda-rest-api';
import type { AnsweringFunctionRef } from '@mcp-fleet/refs';
import { made, type Resources } from './case';

export const account = '111122223333';
export const region = 'us-east-1';
export const place = { partition: 'aws', region, account };
export const vpcId = 'vpc-0123456789abcdef0';
export const subnetIds = { a: 'subnet-0123456789abcdef0', b: 'subnet-0123456789abcdef1' };
export const certificateArn = `arn:aws:acm:${region}:${account}:certificate/11111111-2222-3333-4444-555555555555`;
export const imageUri = `${account}.dkr.ecr.${region}.amazonaws.com/mcp/gitlab@sha256:${'0'.repeat(64)}`;

export const lambdaProps: LambdaServerProps = { functionName: 'dev-gitlab', image: { uri: imageUri } };

export const lambdaServer = (change: Partial<LambdaServerProps>): Resources =>
  made((stack) => new LambdaServer(stack, 'fn', { ...lambdaProps, ...change }));

export const httpApi = (change: Partial<HttpApiProps>): Resources =>
  made((stack) => new HttpApi(stack, 'api', { name: 'tools', ...change }));

export const httpDoor = (change: Partial<LambdaHttpApiProps> = {}): Resources =>
  made(
    (stack) =>
      new LambdaHttpApi(stack, 'door', {
        name: 'tools',
        functions: { gitlab: lambdaProps },
        servers: { gitlab: { function: 'gitlab' } },
        ...change,
      }),
  );

const functionArn = `arn:aws:lambda:${region}:${account}:function:dev-gitlab`;

/** A function as another team's would be. */
export const fn: AnsweringFunctionRef = {
  functionName: 'dev-gitlab',
  functionArn,
  aliasName: 'live',
  aliasArn: `${functionArn}:live`,
  invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}:live/invocations`,
  streaming: true,
  timeoutSeconds: 300,
};

export const restDoor = (change: Partial<LambdaRestApiProps> = {}): Resources =>
  made(
    (stack) =>
      new LambdaRestApi(stack, 'door', {
        name: 'tools',
        functions: { gitlab: fn },
        servers: { gitlab: { function: 'gitlab' } },
        ...change,
      }),
  );

export const container = (change: Partial<ContainerProps> = {}): ContainerProps => ({
  imageUri,
  logGroupName: '/ecs/dev/tools/gitlab',
  ...change,
});

export const listener = {
  listenerArn: `arn:aws:elasticloadbalancing:${region}:${account}:listener/app/tools/1/2`,
  loadBalancerArnSuffix: 'app/tools/1',
  securityGroupId: 'sg-0123456789abcdef0',
};

export const fargateServer = (change: Partial<FargateServerProps> = {}): Resources =>
  made(
    (stack) =>
      new FargateServer(stack, 'service', {
        serviceName: 'dev-gitlab',
        targetGroupName: 'dev-gitlab',
        containers: { gitlab: container() },
        cluster: new EcsCluster(stack, 'cluster', { clusterName: 'dev' }),
        listener,
        network: { vpcId, subnetIds },
        place,
        ...change,
      }),
  );

const network = { vpcId, subnetIds, clientCidrs: { vpc: '10.0.0.0/16' } };

export const loadBalancer = (change: Partial<LoadBalancerProps> = {}): Resources =>
  made(
    (stack) => new LoadBalancer(stack, 'door', { name: 'tools', network, certificateArn, place, ...change }),
  );

export const listenerRule = (change: Partial<ServerListenerRuleProps> = {}): Resources =>
  made(
    (stack) =>
      new ServerListenerRule(stack, 'rule', {
        listener,
        instance: 'gitlab',
        targetGroup: { targetGroupArn: 'arn:tg', targetGroupArnSuffix: 'targetgroup/gitlab/1' },
        ...change,
      }),
  );

export const repository = (change: Partial<ImageRepositoryProps> = {}): Resources =>
  made(
    (stack) =>
      new ImageRepository(stack, 'repository', { repositoryName: 'mcp-servers/dev/gitlab', ...change }),
  );
