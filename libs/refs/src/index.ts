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

/** What a route needs to know of its API. */
export interface HttpApiRef {
  readonly apiId: string;
  readonly executionArn: string;
}

/** Where something logs to. */
export interface LogGroupRef {
  readonly logGroupName: string;
  readonly logGroupArn: string;
}
