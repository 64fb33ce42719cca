/**
 * MCP servers on AWS Lambda behind an Amazon API Gateway HTTP API. `LambdaHttpApi` is the whole: one front door with
 * its functions and servers. Its parts, `HttpApi`, `LambdaServer`, `FunctionIntegration` and `ServerRoute`, are for
 * those who already have one half. Use it for servers that answer within 29 seconds and need no stream: an HTTP API
 * buffers answers and waits no longer.
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
