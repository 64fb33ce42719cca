/** The services that an interface endpoint can be made for, by the last part of their names at AWS. */
export const interfaceServices = [
  'ecr.api',
  'ecr.dkr',
  'ecs',
  'ecs-agent',
  'ecs-telemetry',
  'kms',
  'logs',
  'monitoring',
  'secretsmanager',
  'ssm',
  'ssmmessages',
  'sts',
  'xray',
] as const;

/**
 * A service that an interface endpoint can be made for: `ecr.api`, `ecr.dkr`, `ecs`, `ecs-agent`, `ecs-telemetry`,
 * `kms`, `logs`, `monitoring`, `secretsmanager`, `ssm`, `ssmmessages`, `sts` or `xray`.
 */
export type InterfaceService = (typeof interfaceServices)[number];

/** Services that the deployments in a VPC use. */
export interface EndpointFeatures {
  /** Region in which Fargate runs tasks: those that opened since late 2023 want endpoints of ECS too. @default - no tasks */
  readonly tasksIn?: string;
  /** Images come from ECR. @default false */
  readonly images?: boolean;
  /** Logs go to CloudWatch Logs. @default false */
  readonly logs?: boolean;
  /** Secrets are read from Secrets Manager. @default false */
  readonly secrets?: boolean;
  /** Settings are read from SSM parameters. @default false */
  readonly parameters?: boolean;
  /** People open a shell in tasks (ECS Exec). @default false */
  readonly exec?: boolean;
  /** Servers or shells encrypt with KMS keys themselves; secrets and images with such keys do not need it. @default false */
  readonly customerKeys?: boolean;
  /** Servers send metrics by API; those in the router's log lines do not need it. @default false */
  readonly metrics?: boolean;
  /** Servers send traces to X-Ray. @default false */
  readonly tracing?: boolean;
  /** Servers take other roles, or ask who they are. @default false */
  readonly roles?: boolean;
}

/**
 * The Regions in which Fargate tasks need no endpoint of ECS: those that opened before 2023-12. The list is closed.
 * Source: docs:AmazonECS/vpc-endpoints.
 */
const WITHOUT_ECS_ENDPOINTS = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'],
  ...['ca-central-1', 'sa-east-1', 'af-south-1', 'me-south-1', 'me-central-1', 'il-central-1'],
  ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
  ...['eu-west-1', 'eu-west-2', 'eu-west-3'],
  ...['ap-east-1', 'ap-south-1', 'ap-south-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['cn-north-1', 'cn-northwest-1'],
]);

/**
 * The interface endpoints that spare these uses the way through NAT, sorted. They do not replace it: servers that
 * call a SaaS still need a way out. Layers of images come from S3, whose gateway endpoint is always made.
 */
export function endpointsFor(features: EndpointFeatures): readonly InterfaceService[] {
  const { tasksIn } = features;
  const ecs = tasksIn !== undefined && !WITHOUT_ECS_ENDPOINTS.has(tasksIn);
  const wanted: Readonly<Record<InterfaceService, boolean | undefined>> = {
    'ecr.api': features.images,
    'ecr.dkr': features.images,
    ecs,
    'ecs-agent': ecs,
    'ecs-telemetry': ecs,
    kms: features.customerKeys,
    logs: features.logs,
    monitoring: features.metrics,
    secretsmanager: features.secrets,
    ssm: features.parameters,
    ssmmessages: features.exec,
    sts: features.roles,
    xray: features.tracing,
  };
  return interfaceServices.filter((service) => wanted[service]);
}
