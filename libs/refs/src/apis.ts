/** A Lambda function as a front door calls it: always by its alias, never the function itself. */
export interface FunctionRef {
  /** Name of the function, without its alias. */
  readonly functionName: string;
  /** ARN of the function, without its alias. */
  readonly functionArn: string;
  /** Name of the alias that is called; permissions take it as their qualifier. */
  readonly aliasName: string;
  /** ARN of the alias. */
  readonly aliasArn: string;
  /** ARN of the alias in API Gateway's form. */
  readonly invokeArn: string;
}

/** A Lambda function and the way it answers, for front doors that can stream. */
export interface AnsweringFunctionRef extends FunctionRef {
  /** True if the function answers with Lambda's response stream, which only some callers read; false for whole answers. */
  readonly streaming: boolean;
  /** Longest call of the function, in seconds. */
  readonly timeoutSeconds: number;
}

/** An HTTP API of API Gateway. */
export interface HttpApiRef {
  /** Id of the API, such as `a1b2c3d4e5`. */
  readonly apiId: string;
  /** ARN that permissions to call a function name, without stage and path. */
  readonly executionArn: string;
}

/** A REST API of API Gateway. */
export interface RestApiRef {
  /** Id of the API, such as `a1b2c3d4e5`. */
  readonly restApiId: string;
  /** ARN that permissions to call a function name, without stage and path. */
  readonly executionArn: string;
}
