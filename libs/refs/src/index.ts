/**
 * What modules take from each other and give: narrow interfaces of names and ARNs, so that no module imports another
 * and a resource made by hand fits as well as one of ours. Types only: there is nothing here to run.
 *
 * @packageDocumentation
 */

/** What another construct needs to know of an ECR repository. */
export interface RepositoryRef {
  readonly repositoryName: string;
  readonly repositoryArn: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`, to which `@sha256:…` or `:tag` is added. */
  readonly repositoryUrl: string;
}

/** What another construct needs to know of a secret: its full ARN, with the six characters that AWS adds. */
export interface SecretRef {
  readonly secretArn: string;
}

/** What a front door needs to know of a function: it always calls the alias, never the function itself. */
export interface FunctionRef {
  readonly functionName: string;
  readonly functionArn: string;
  /** The alias that is called, as the qualifier of permissions. */
  readonly aliasName: string;
  readonly aliasArn: string;
  /** The alias' ARN in API Gateway's form. */
  readonly invokeArn: string;
}

/** A function with how it answers, for front doors that can stream. */
export interface AnsweringFunctionRef extends FunctionRef {
  /** Whether it answers with Lambda's response stream, which only some callers read, or with whole answers. */
  readonly streaming: boolean;
  /** Its longest call. */
  readonly timeoutSeconds: number;
}

/** What a route needs to know of its API. */
export interface HttpApiRef {
  readonly apiId: string;
  readonly executionArn: string;
}

/** A REST API, for what may call or map it. */
export interface RestApiRef {
  readonly restApiId: string;
  readonly executionArn: string;
}

/** Where something logs to. */
export interface LogGroupRef {
  readonly logGroupName: string;
  readonly logGroupArn: string;
}

/** A VPC. */
export interface VpcRef {
  readonly vpcId: string;
}

/** A VPC with the subnets that things run in. Its records have keys that stay, one for each zone. */
export interface NetworkRef extends VpcRef {
  /** IPv4 addresses of the VPC, `10.0.0.0/16`; undefined where nobody said. */
  readonly vpcCidr: string | undefined;
  /** Subnets with a route to and from the internet, for what faces it; empty where there are none. */
  readonly publicSubnetIds: Readonly<Record<string, string>>;
  /** Subnets that nothing outside the VPC reaches, for everything else. */
  readonly privateSubnetIds: Readonly<Record<string, string>>;
  /** Route tables of the private subnets. */
  readonly routeTableIds: Readonly<Record<string, string>>;
}

/** A security group. */
export interface SecurityGroupRef {
  readonly securityGroupId: string;
}

/** An ECS cluster with its capacity providers. */
export interface ClusterRef {
  readonly clusterName: string;
  readonly clusterArn: string;
}

/** What a service or a rule needs to know of a load balancer and its listener. */
export interface ListenerRef extends SecurityGroupRef {
  readonly listenerArn: string;
  readonly loadBalancerArnSuffix: string;
}

/** What a rule needs to know of what it leads to. */
export interface TargetGroupRef {
  readonly targetGroupArn: string;
  readonly targetGroupArnSuffix: string;
}

/** A public hosted zone. */
export interface HostedZoneRef {
  readonly zoneId: string;
  /** The domain that it answers for, `mcp.example.com`, without a dot at the end. */
  readonly zoneName: string;
}

/** What an alias record needs to know of what it leads to: a load balancer, the domain name of an API. */
export interface AliasTargetRef {
  /** The name that AWS gave it. */
  readonly dnsName: string;
  /** The zone of that name, which is AWS's own. */
  readonly zoneId: string;
}

/** A health check of Route 53. */
export interface HealthCheckRef {
  readonly healthCheckId: string;
  /** The host that it asks; undefined for one that asks none. */
  readonly checkedHost?: string;
}
