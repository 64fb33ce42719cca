/**
 * Amazon ECR repositories for the images of MCP servers: immutable tags, scanned on push, encrypted, readable only by the
 * named Lambda functions, with a lifecycle policy that never deletes a deployed image. Create one repository for each
 * image, in the stack that exists before anything runs.
 *
 * @packageDocumentation
 */
export * from './image-repository';
export * from './lifecycle';
export { type LambdaReader } from './repository-policy';
