// Written by `npm run docs` from the schema beside it. Edits here are lost.
/* eslint-disable -- generated: an interface for each object of the schema, more than 400 lines in all */

/** One environment of an mcp-fleet. */
export interface EnvironmentInput {
  /** Name of the environment and of its folder: a lower-case letter, then up to 19 lower-case letters and digits, no hyphen. It begins every name at AWS and every stack. */
  name: string;
  /** True for what must not be lost: image pins and shared state are required and secrets stay recoverable for 30 days. Default: false. */
  protected?: boolean | undefined;
  /** Account and Region that everything is in. Required, unless all of it runs on a laptop. */
  aws?: EnvironmentAws | undefined;
  /** Where Terraform keeps its state. Default: 'local', a git-ignored folder beside this file; a protected environment needs s3. */
  state?: 'local' | EnvironmentState | undefined;
  /** Whose ECR repositories the images come from. Default: 'own'. */
  registry?: 'own' | EnvironmentRegistryEnvironment | EnvironmentRegistryAccount | undefined;
  /** Who may call the servers: exactly one of 'token', { jwt: … } and 'public', which has to be written out because there is no safe default. */
  access: 'public' | 'token' | EnvironmentAccess;
  /** Domain of the hosts: their records and certificates are made in its zone. Default: none. */
  domain?: EnvironmentDomain | undefined;
  /** The VPC of tasks. Default: one of its own, where a deployment has target fargate. */
  network?: EnvironmentNetwork | undefined;
  /** Encryption and readers of the secrets. Default: encrypted with AWS's key, readable as IAM allows. */
  secrets?: EnvironmentSecrets | undefined;
  /** Alarms on every instance, and who is notified. Default: no alarms. */
  alarms?: EnvironmentAlarms | undefined;
  /** Throttle of every API in front of functions. Default: 1,000 requests a second, burst 5,000. */
  limits?: EnvironmentLimits | undefined;
  /** AWS quotas that the account has been granted, by name: { httpApiRoutes: 600 }. Default: what AWS gives every account. */
  quotas?: Record<string, number> | undefined;
  /** Rules that may be broken here, by error code, each with the reason, of 10 characters or more. Default: none. */
  acknowledge?: Record<string, string> | undefined;
  /** Traces, dashboard and the masking of logs. */
  observability?: EnvironmentObservability | undefined;
  /** Names of deployments that were here and are to be taken down: the next deploy destroys what their states hold. So are 'network' and 'dashboard', once nothing needs them. Default: none. */
  retired?: string[] | undefined;
  /** The front doors, by name: each is one group of servers, one Terraform state. A name is up to 40 lower-case letters, digits and single hyphens, and begins with a letter. All are at AWS, or all on a laptop. */
  deployments: Record<string, LambdaDeployment | FargateDeployment | DockerDeployment>;
}

/** Account and Region that everything is in. Required, unless all of it runs on a laptop. */
export interface EnvironmentAws {
  /** AWS account id, 12 digits in quotes. Terraform refuses to run in another. */
  account: string;
  /** AWS Region. */
  region: string;
}

export interface EnvironmentState {
  /** An S3 bucket with native lock files (Terraform 1.10 and newer). */
  s3: EnvironmentStateS3;
}

/** An S3 bucket with native lock files (Terraform 1.10 and newer). */
export interface EnvironmentStateS3 {
  /** Name of the bucket that holds the states. */
  bucket: string;
  /** Region of the bucket. */
  region: string;
  /** Path before <environment>/<stack>.tfstate. Default: mcp-fleet. */
  prefix?: string | undefined;
  /** Key that encrypts the states. Default: the bucket's own encryption. */
  kmsKeyArn?: string | undefined;
}

export interface EnvironmentRegistryEnvironment {
  /** Environment whose repositories are used: images are built once and promoted. */
  environment: string;
}

export interface EnvironmentRegistryAccount {
  /** Account of a registry that mcp-fleet does not manage. */
  account: string;
  /** Path of the repositories before /<server>. Default: mcp-servers/<environment>. */
  prefix?: string | undefined;
}

export interface EnvironmentAccess {
  /** Anyone may call. */
  public?: true | undefined;
  /** Callers hold one of the tokens in the secret mcp/<environment>/access. */
  token?: true | undefined;
  /** Callers hold a JSON Web Token of this issuer. */
  jwt?: EnvironmentAccessJwt | undefined;
  /** Web pages that may call from a browser. Default: none, CORS is off. */
  allowedOrigins?: string[] | undefined;
}

/** Callers hold a JSON Web Token of this issuer. */
export interface EnvironmentAccessJwt {
  /** Issuer of the tokens, exactly as in their iss claim. */
  issuer: string;
  /** Accepted audiences; a token needs one of them. */
  audiences: string[];
  /** Accepted scopes; a token needs one of them. Default: none is asked for. */
  scopes?: string[] | undefined;
  /** Where the issuer's public keys are. Only a load balancer that checks tokens itself needs it: alsoAt 'edge' with target fargate. Default: as the issuer's metadata says. */
  jwksUri?: string | undefined;
  /** 'edge': API Gateway or the load balancer checks the token too, before anything runs; clients then find the issuer by the well-known path alone. Default: the router checks. */
  alsoAt?: 'edge' | undefined;
}

/** Domain of the hosts: their records and certificates are made in its zone. Default: none. */
export interface EnvironmentDomain {
  /** Domain of a public hosted zone in Route 53, such as example.com: records of hosts are made in it. */
  zone: string;
  /** Make the zone; the domain above it then has to name its name servers. Default: false, the zone exists and is looked up. */
  create?: boolean | undefined;
}

/** The VPC of tasks. Default: one of its own, where a deployment has target fargate. */
export interface EnvironmentNetwork {
  /** IPv4 addresses of the VPC, a private block of /16 to /24. Default: 10.0.0.0/16. */
  cidr?: string | undefined;
  /** How many Availability Zones, 1 to 3, or which: { a: 'us-east-1a', b: 'us-east-1c' }. A load balancer needs two. Default: 2, and 3 where protected. */
  zones?: number | EnvironmentNetworkZones | undefined;
  /** How tasks and functions reach the internet: one NAT gateway, one in each zone, one that AWS spreads over the zones, whose addresses nobody knows before, or none. Default: 'single', 'per-zone' where protected. */
  nat?: 'none' | 'single' | 'per-zone' | 'regional' | undefined;
  /** 'interface' adds an endpoint for each AWS service that tasks and functions use, which costs more than a NAT gateway in a small fleet and replaces none. Default: 'gateway', the one of S3, which costs nothing. */
  endpoints?: 'gateway' | 'interface' | undefined;
  /** S3 buckets of others in the Region that servers download from by signed URLs, such as a vendor's; * stands for any characters: ['acme-exports-*']. Buckets of the account, and those that permissions of a deployment.json name, are reached anyway. Default: none. */
  publicBuckets?: string[] | undefined;
  /** Addresses of IPv6 too: tasks and functions call out by them, and a load balancer that everybody on the internet may call answers by them. Once on it stays. Default: false. */
  ipv6?: boolean | undefined;
  /** Size of each private subnet, 18 to 22 and a quarter of the VPC at most: 20 is 4,091 addresses. Default: a /24 with 251, or an eighth of a VPC smaller than a /21. */
  privatePrefixLength?: number | undefined;
  /** A VPC that exists already; nothing is added to it, and no other key of network is written then. */
  existing?: EnvironmentNetworkExisting | undefined;
}

export interface EnvironmentNetworkZones {
  /** Zone of the subnets a, which keep this letter. */
  a?: string | undefined;
  /** Zone of the subnets b, which keep this letter. */
  b?: string | undefined;
  /** Zone of the subnets c, which keep this letter. */
  c?: string | undefined;
}

/** A VPC that exists already; nothing is added to it, and no other key of network is written then. */
export interface EnvironmentNetworkExisting {
  /** Id of the VPC. */
  vpcId: string;
  /** Its IPv4 addresses: who may call an internal load balancer. Required for one, unless its deployment says clients. */
  cidr?: string | undefined;
  /** Ids of subnets with a route to the internet, by zone. Needed for load balancers that face it. */
  publicSubnets?: Record<string, string> | undefined;
  /** Ids of the subnets of tasks and functions, by zone, with a way out to what servers call. */
  privateSubnets: Record<string, string>;
  /** Whether all these subnets have addresses of IPv6 too, and a way out for them. Default: false. */
  ipv6?: boolean | undefined;
}

/** Encryption and readers of the secrets. Default: encrypted with AWS's key, readable as IAM allows. */
export interface EnvironmentSecrets {
  /** Key that encrypts the secrets: 'own' makes one that is used through Secrets Manager alone, an ARN names one that exists. Default: aws/secretsmanager, AWS's key of the account. */
  key?: 'own' | string | undefined;
  /** Nobody but the servers reads a secret, whatever else IAM allows: each secret has a policy that denies all others. Default: true where protected. */
  onlyServers?: boolean | undefined;
  /** Roles and users that may read all the same, such as the one that deploys: its gate then looks into secrets. Default: none. */
  alsoReadBy?: string[] | undefined;
  /** Servers get a changed secret by themselves: functions read it again every 5 minutes, tasks are replaced. Default: where an instance has rotation. */
  refresh?: boolean | undefined;
}

/** Alarms on every instance, and who is notified. Default: no alarms. */
export interface EnvironmentAlarms {
  /** Addresses that are told; AWS asks each to confirm. Default: none. */
  email?: string[] | undefined;
  /** An SNS topic that exists and is told instead; one that is encrypted needs a customer key that lets CloudWatch in. Default: a topic of the environment. */
  topicArn?: string | undefined;
  /** Thresholds of the alarms, where the defaults do not fit. */
  thresholds?: EnvironmentAlarmsThresholds | undefined;
}

/** Thresholds of the alarms, where the defaults do not fit. */
export interface EnvironmentAlarmsThresholds {
  /** Requests that may fail in the router: server not reached, or its answer a 5xx. Default: 5. */
  errorPercent?: number | undefined;
  /** Answers of API or load balancer that may be 5xx. Default: 5. */
  edgeErrorPercent?: number | undefined;
  /** Requests that may end in a JSON-RPC error, which is HTTP 200. Default: 20. */
  jsonRpcErrorPercent?: number | undefined;
  /** Time of the slowest 5 % of requests, of the time limit. Default: 80. */
  latencyPercent?: number | undefined;
  /** Use of concurrency, or of CPU and memory. Default: 80. */
  saturationPercent?: number | undefined;
  /** Requests in a minute below which their errors are no rate. Default: 1. */
  minimumRequests?: number | undefined;
  /** Requests in a minute that may be turned away for being too many. Default: 0. */
  throttles?: number | undefined;
  /** Restarts of a server's process in 5 minutes that are no trouble yet. Default: 2. */
  restarts?: number | undefined;
  /** Requests in 5 minutes that may come without valid access. Default: 20. */
  authFailures?: number | undefined;
}

/** Throttle of every API in front of functions. Default: 1,000 requests a second, burst 5,000. */
export interface EnvironmentLimits {
  /** Requests a second, on average. */
  throttle?: number | undefined;
  /** Requests at once. */
  burst?: number | undefined;
}

/** Traces, dashboard and the masking of logs. */
export interface EnvironmentObservability {
  /** AWS X-Ray tracing of functions. Default: false. */
  tracing?: boolean | undefined;
  /** One CloudWatch dashboard, and saved queries of its logs. Default: true. */
  dashboard?: boolean | undefined;
  /** CloudWatch masks tokens and keys that servers log, which AWS bills by the GB. Default: true. */
  maskLogs?: boolean | undefined;
}

/** A deployment with target lambda. */
export interface LambdaDeployment {
  /** Where it runs: at AWS as functions or tasks, or in containers of this computer. 'docker' stands in no file with the others. */
  target: 'lambda';
  /** A function (task, container) for each instance, or one for all. Changing this word is the whole migration. */
  topology: 'per-server' | 'multi-server';
  /** Front door that clients call. Default: 'http-api' for functions, which buffers answers and waits 30 seconds ('rest-api' streams, for 15 minutes at most); 'alb' for tasks, which streams. */
  edge?: 'http-api' | 'rest-api' | undefined;
  /** Processor of the functions and of their images. Default: arm64, which costs less; that of the computer for target docker. */
  architecture?: 'arm64' | 'x86_64' | undefined;
  /** Attaches the functions of target lambda to the environment's VPC, where a server has to reach something private; everything else they reach by its NAT. Tasks always are in it. Default: false. */
  vpc?: boolean | undefined;
  /** Name that clients use. In the environment's domain its records are made, and its certificate is issued. Default: the name that AWS gives API or load balancer. */
  host?: string | undefined;
  /** Certificate of the host, in the same Region; with failover also of <environment>.<host>, which nothing here can check. Default: one is issued where the host is in the environment's domain. */
  certificateArn?: string | undefined;
  /** The same host is in another environment of the account too, and one takes over from the other. A certificateArn of yours also covers <environment>.<host>, a webAclArn lets Route 53 ask there for /<instance>/health. Default: none. */
  failover?: LambdaDeploymentFailover | undefined;
  /** The instances, by the name that is in their public path: up to 40 lower-case letters, digits and single hyphens, beginning with a letter, and met once in the environment, whatever the deployment. */
  servers: Record<string, LambdaInstance>;
}

/** The same host is in another environment of the account too, and one takes over from the other. A certificateArn of yours also covers <environment>.<host>, a webAclArn lets Route 53 ask there for /<instance>/health. Default: none. */
export interface LambdaDeploymentFailover {
  /** Which of the two answers: 'primary' while it is healthy, 'secondary' otherwise. */
  role: 'primary' | 'secondary';
  /** Environment of the other side, in another Region of the same account: it has a deployment with the same host, which names this environment. */
  with: string;
  /** The instance whose health decides, asked at https://<environment>.<host>/<instance>/health, or http:// with plainHttp. A load balancer that is internal or has clients is not asked: there an alarm decides, once none of its tasks is healthy. Default: the only one there is. */
  instance?: string | undefined;
}

export interface LambdaInstance {
  /** The server's key in the catalog. Default: the name of the instance. */
  server?: string | undefined;
  /** Values of the variables that the manifest names; never a secret. */
  settings?: Record<string, string | number | boolean | LambdaInstanceSettings> | undefined;
  /** Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has. */
  size?: LambdaInstanceSize | undefined;
  /** Longest answer in seconds. Default: 28 behind an HTTP API, which waits 30: a second for the function and one for its router; 298 behind a REST API, 290 behind a load balancer, 300 for target docker. */
  timeoutSeconds?: number | undefined;
  /** Throttle of this instance. Default: the environment's. */
  limits?: EnvironmentLimits | undefined;
  /** Lambda concurrency. */
  concurrency?: LambdaInstanceConcurrency | undefined;
  /** Log level. Default: info. */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | undefined;
  /** Rotation of the secret of the instance by a Lambda function of yours. Default: none. */
  rotation?: LambdaInstanceRotation | undefined;
  /** Thresholds of the alarms of this instance. Default: the environment's. */
  alarms?: EnvironmentAlarmsThresholds | undefined;
}

export interface LambdaInstanceSettings {
  /** Path of the SSM parameter that holds the value; read when the server starts. */
  ssm: string;
}

/** Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has. */
export interface LambdaInstanceSize {
  /** Memory in MiB. Default: by server, 256 for a Go server. */
  memoryMiB?: number | undefined;
  /** Size of /tmp in MiB. Default: 512. */
  ephemeralStorageMiB?: number | undefined;
}

/** Lambda concurrency. */
export interface LambdaInstanceConcurrency {
  /** Most requests at a time; 0 switches it off. Default: no bound but the account. Instances that share a function are bounded together: all say it, or none. */
  reserved?: number | undefined;
  /** Environments kept warm, which cost money while idle. Default: none. */
  provisioned?: number | undefined;
}

/** Rotation of the secret of the instance by a Lambda function of yours. Default: none. */
export interface LambdaInstanceRotation {
  /** The Lambda function that renews the secret in the four steps of Secrets Manager. */
  functionArn: string;
  /** Role of that function, which has to read the secret. Required where only servers may. */
  roleArn?: string | undefined;
  /** Days between two rotations. Default: 30, where there is no schedule. */
  everyDays?: number | undefined;
  /** Schedule of the rotation, instead of everyDays: 'cron(0 8 1 * ? *)'. */
  schedule?: string | undefined;
  /** Hours within which a rotation that is due takes place. Default: the rest of the day. */
  windowHours?: number | undefined;
  /** Also rotate as soon as this is deployed. Default: at the next date. */
  now?: true | undefined;
}

/** A deployment with target fargate. */
export interface FargateDeployment {
  /** Where it runs: at AWS as functions or tasks, or in containers of this computer. 'docker' stands in no file with the others. */
  target: 'fargate';
  /** A function (task, container) for each instance, or one for all. Changing this word is the whole migration. */
  topology: 'per-server' | 'multi-server';
  /** Front door that clients call. Default: 'http-api' for functions, which buffers answers and waits 30 seconds ('rest-api' streams, for 15 minutes at most); 'alb' for tasks, which streams. */
  edge?: 'alb' | undefined;
  /** Processor of the functions and of their images. Default: arm64, which costs less; that of the computer for target docker. */
  architecture?: 'arm64' | 'x86_64' | undefined;
  /** Reach of the load balancer of target fargate: 'internet', or the VPC alone. Default: 'internal'. */
  exposure?: 'internet' | 'internal' | undefined;
  /** Ranges that may call the load balancer, by name: { office: '203.0.113.0/24' }. Default: everybody, or the VPC where it is internal. */
  clients?: Record<string, string> | undefined;
  /** Name that clients use. In the environment's domain its records are made, and its certificate is issued. Default: the name that AWS gives API or load balancer. */
  host?: string | undefined;
  /** Certificate of the host, in the same Region; with failover also of <environment>.<host>, which nothing here can check. Default: one is issued where the host is in the environment's domain. */
  certificateArn?: string | undefined;
  /** The same host is in another environment of the account too, and one takes over from the other. A certificateArn of yours also covers <environment>.<host>, a webAclArn lets Route 53 ask there for /<instance>/health. Default: none. */
  failover?: LambdaDeploymentFailover | undefined;
  /** The load balancer speaks plain HTTP: tokens cross the network readable. Default: HTTPS only. */
  plainHttp?: true | undefined;
  /** Web ACL of AWS WAF that looks at requests to the load balancer first. With failover it lets the health checks of Route 53 in. Default: none. */
  webAclArn?: string | undefined;
  /** Capacity that tasks run on: 'spot' costs less and may be stopped at any time, 'mixed' keeps one task on demand. Default: 'on-demand'. */
  capacity?: 'on-demand' | 'spot' | 'mixed' | undefined;
  /** Aids for finding faults; refused in a protected environment. */
  debug?: FargateDeploymentDebug | undefined;
  /** The instances, by the name that is in their public path: up to 40 lower-case letters, digits and single hyphens, beginning with a letter, and met once in the environment, whatever the deployment. */
  servers: Record<string, FargateInstance>;
}

/** Aids for finding faults; refused in a protected environment. */
export interface FargateDeploymentDebug {
  /** A shell in running tasks, which makes their root file systems writable. Default: false. */
  exec?: boolean | undefined;
}

export interface FargateInstance {
  /** The server's key in the catalog. Default: the name of the instance. */
  server?: string | undefined;
  /** Values of the variables that the manifest names; never a secret. */
  settings?: Record<string, string | number | boolean | LambdaInstanceSettings> | undefined;
  /** Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has. */
  size?: FargateInstanceSize | undefined;
  /** Longest answer in seconds. Default: 28 behind an HTTP API, which waits 30: a second for the function and one for its router; 298 behind a REST API, 290 behind a load balancer, 300 for target docker. */
  timeoutSeconds?: number | undefined;
  /** How many tasks it has, for target fargate. Instances that share a task get the highest of their bounds. Default: 1 to 10 tasks, 2 to 10 where protected. */
  scaling?: FargateInstanceScaling | undefined;
  /** Log level. Default: info. */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | undefined;
  /** Rotation of the secret of the instance by a Lambda function of yours. Default: none. */
  rotation?: LambdaInstanceRotation | undefined;
  /** Thresholds of the alarms of this instance. Default: the environment's. */
  alarms?: EnvironmentAlarmsThresholds | undefined;
}

/** Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has. */
export interface FargateInstanceSize {
  /** Memory in MiB. Default: by server, 256 for a Go server. */
  memoryMiB?: number | undefined;
  /** Size of /tmp in MiB. Default: 512. */
  ephemeralStorageMiB?: number | undefined;
  /** CPUs of its container or task, such as 0.5, for targets docker and fargate. Default: 1 on a laptop, 0.25 in a task. */
  cpus?: number | undefined;
}

/** How many tasks it has, for target fargate. Instances that share a task get the highest of their bounds. Default: 1 to 10 tasks, 2 to 10 where protected. */
export interface FargateInstanceScaling {
  /** Least number of tasks. */
  min?: number | undefined;
  /** Greatest number of tasks. Default: 10. */
  max?: number | undefined;
  /** Requests a minute that each task should get. Default: 600. */
  requestsPerTarget?: number | undefined;
  /** Average CPU of the tasks. Default: 70. */
  cpuPercent?: number | undefined;
  /** Average memory of the tasks. Default: 80. */
  memoryPercent?: number | undefined;
  /** Other numbers of tasks at certain times. Default: none. */
  schedules?: Record<string, FargateInstanceScalingSchedules> | undefined;
}

export interface FargateInstanceScalingSchedules {
  /** Time of the change: 'cron(0 20 ? * MON-FRI *)'. */
  schedule: string;
  /** IANA time zone. Default: UTC. */
  timezone?: string | undefined;
  /** Least number of tasks from then on. */
  min: number;
  /** Greatest number of tasks from then on. */
  max: number;
}

/** A deployment with target docker. */
export interface DockerDeployment {
  /** Where it runs: at AWS as functions or tasks, or in containers of this computer. 'docker' stands in no file with the others. */
  target: 'docker';
  /** A function (task, container) for each instance, or one for all. Changing this word is the whole migration. */
  topology: 'per-server' | 'multi-server';
  /** Processor of the functions and of their images. Default: arm64, which costs less; that of the computer for target docker. */
  architecture?: 'arm64' | 'x86_64' | undefined;
  /** Port of this computer that the one container of all instances is reached at, for target docker. Default: 8080. */
  port?: number | undefined;
  /** The instances, by the name that is in their public path: up to 40 lower-case letters, digits and single hyphens, beginning with a letter, and met once in the environment, whatever the deployment. */
  servers: Record<string, DockerInstance>;
}

export interface DockerInstance {
  /** The server's key in the catalog. Default: the name of the instance. */
  server?: string | undefined;
  /** Values of the variables that the manifest names; never a secret. */
  settings?: Record<string, string | number | boolean | LambdaInstanceSettings> | undefined;
  /** Memory, /tmp and CPU of the instance. A shared function gets the memory and the /tmp that its instances need together; a task is rounded up to the next size that Fargate has. */
  size?: FargateInstanceSize | undefined;
  /** Longest answer in seconds. Default: 28 behind an HTTP API, which waits 30: a second for the function and one for its router; 298 behind a REST API, 290 behind a load balancer, 300 for target docker. */
  timeoutSeconds?: number | undefined;
  /** Port of this computer that its container is reached at, for target docker with a container for each instance. Default: one of 8100 to 8999, by its name. */
  port?: number | undefined;
  /** Log level. Default: info. */
  logLevel?: 'debug' | 'info' | 'warn' | 'error' | undefined;
}
