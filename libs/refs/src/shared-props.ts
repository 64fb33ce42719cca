/** Processor architecture, in Lambda's words. */
export type Architecture = 'arm64' | 'x86_64';

/** Actions that a server may use on AWS resources. */
export interface Permission {
  /** Actions with their service, such as `bedrock:InvokeModel`; never all of AWS. */
  readonly actions: readonly string[];
  /** ARNs of the resources, or `*` for actions that know no resource. */
  readonly resources: readonly string[];
}

/** Request limit of an API; requests above it get status 429. */
export interface Throttle {
  /** Average number of requests in a second. */
  readonly requestsPerSecond: number;
  /** Number of requests at one moment. */
  readonly burst: number;
}

/** An instance that a Lambda function runs behind an API. */
export interface ServedInstance {
  /** Key under `functions` of the function that runs the instance. */
  readonly function: string;
  /** Limit of the calls of the instance. @default - the limit of the API */
  readonly throttle?: Throttle;
}

/** Account, Region and partition that a resource is in. */
export interface Place {
  /** `aws`, `aws-cn` or `aws-us-gov`. */
  readonly partition: string;
  /** Region, such as `us-east-1`. */
  readonly region: string;
  /** Account id, 12 digits. */
  readonly account: string;
}
