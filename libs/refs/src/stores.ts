/** An ECR repository. */
export interface RepositoryRef {
  /** Name of the repository, with its path. */
  readonly repositoryName: string;
  /** ARN of the repository. */
  readonly repositoryArn: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`; an image adds `@sha256:…` or `:<tag>`. */
  readonly repositoryUrl: string;
}

/** A secret of Secrets Manager. */
export interface SecretRef {
  /** Full ARN of the secret, with the six characters that AWS adds. */
  readonly secretArn: string;
}

/** A log group of CloudWatch Logs. */
export interface LogGroupRef {
  /** Name of the log group. */
  readonly logGroupName: string;
  /** ARN of the log group, without `:*` at the end. */
  readonly logGroupArn: string;
}
