/**
 * MCP servers on AWS Lambda behind an Amazon API Gateway HTTP API. `LambdaHttpApi` is the complete front door with its
 * functions and servers. Its parts, `HttpApi`, `LambdaServer`, `FunctionIntegration` and `ServerRoute`, are for teams that
 * already have an API or functions. Use this package for servers that answer within 29 seconds and need no stream: an HTTP
 * API buffers answers and waits no longer than that.
 *
 * @packageDocumentation
 */
export type { Architecture, Permission, ServedInstance, Throttle } from '@mcp-fleet/refs';
export * from './function-integration';
export * from './http-api';
export * from './lambda-http-api';
export * from './lambda-server';
export type * from './lambda-server-props';
export * from './server-route';
export * from './web-adapter';
