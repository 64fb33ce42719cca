/**
 * The format of an environment file: its schema, the types for editors, and checks that report all errors of shape at once.
 * Rules that need more than this file, such as the needs of a server or the limits of AWS, are in `@mcp-fleet/plan`. The
 * package reads no file and sends no request to AWS.
 *
 * @packageDocumentation
 */
export * from './define';
export type { EnvironmentInput } from './environment-input';
export * from './images';
export { schemaFiles } from './json-schema';
export { NAME, ENVIRONMENT_NAME, reservedNames } from './names';
export { newEnvironment, type NewEnvironment, type NewEnvironmentProps } from './new-environment';
export * from './parse';
export { environmentSchema } from './schema';
export { standInFor } from './stand-ins';
export type { TargetName } from './target-facts';
export { isAtAws, isLaptop, type AwsTargetName } from './targets';
