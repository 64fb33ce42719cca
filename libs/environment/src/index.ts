/**
 * What may be written in an environment file: its schema, the types for editors, and checks that find all errors of
 * shape at once. Rules that need more than the one file, such as what a server wants or what AWS allows, are those of
 * `@mcp-fleet/plan`. Nothing here reads a file or looks at AWS.
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
export { isAtAws, isLaptop, type AwsTargetName, type TargetName } from './targets';
