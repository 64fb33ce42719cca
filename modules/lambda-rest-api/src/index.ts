/**
 * MCP servers on AWS Lambda behind an Amazon API Gateway REST API, which can stream their answers. `LambdaRestApi` is the
 * complete front door for functions, such as those of `LambdaServer` in `@mcp-fleet/lambda-http-api`. Its parts, `RestApi`,
 * `FunctionPermission` and `RestApiStage`, with `restPaths()` and `functionIntegration()`, are for teams that already have
 * some of these. Use this package for servers that stream or need more than 29 seconds; for all others, an HTTP API is
 * cheaper.
 *
 * The API's own address has the stage in front of all paths: `https://<id>.execute-api.<region>.amazonaws.com/live`. The
 * router does not see the stage, and a custom domain name does not contain it. Without a custom domain name, clients cannot
 * find RFC 9728 metadata, which they look for at the root. AWS writes the logs of REST APIs with a role that is set once for
 * the account, and refuses a stage with logs before that: if the account has no such role, create `AccountLogging` in a
 * separate stack.
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
