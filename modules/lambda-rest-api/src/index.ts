/**
 * MCP servers on AWS Lambda behind an Amazon API Gateway REST API, which can stream their answers. `LambdaRestApi` is the
 * whole: one front door for functions, such as those of `LambdaServer` in `@mcp-fleet/lambda-http-api`. Its parts,
 * `RestApi`, `FunctionPermission` and `RestApiStage`, with `restPaths()` and `functionIntegration()`, are for those who
 * already have one half. Use it for servers that stream or need more than 29 seconds; for the others an HTTP API is
 * cheaper.
 *
 * An API's own address has its stage in front of all paths: `https://<id>.execute-api.<region>.amazonaws.com/live`. The
 * router does not see it, nor does a domain name of your own have it. Without such a name clients cannot find RFC 9728
 * metadata, which they look for at the root. AWS writes logs of REST APIs with a role that an account sets once for all
 * of them, and refuses a stage with logs before that: make `AccountLogging` in a stack of its own where there is none.
 *
 * @packageDocumentation
 */
export type { ServedInstance, Throttle } from '@mcp-fleet/refs';
export * from './account-logging';
export { functionIntegration } from './function-integration';
export * from './function-permission';
export * from './lambda-rest-api';
export type * from './open-api';
export * from './rest-api';
export * from './rest-api-stage';
export { restPaths, type RestPathsOptions } from './rest-paths';
