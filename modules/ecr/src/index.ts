/**
 * Amazon ECR repositories for the images of MCP servers: immutable tags, scanned on push, encrypted, readable only by
 * the Lambda functions that are named, with a lifecycle that never takes an image that is deployed. Use it once per
 * image, in the stack that exists before anything runs.
 *
 * @packageDocumentation
 */
export * from './image-repository';
export * from './lifecycle';
export { type LambdaReader } from './repository-policy';
