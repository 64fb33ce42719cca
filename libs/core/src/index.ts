/**
 * The foundation of every other package: the one error class and its report, AWS limits as data, physical names, checks of
 * props, and functions that escape user text for Terraform's templates. The package knows nothing of environments, servers
 * or constructs, reads no file and prints nothing.
 *
 * @packageDocumentation
 */
export * from './access-token';
export * from './arns';
export * from './cidr';
export * from './codes';
export * from './console';
export * from './credentials';
export * from './deploying';
export * from './error-percent';
export * from './errors';
export * from './failure';
export * from './front-door';
export * from './grants';
export * from './limit';
export * from './limits';
export { fargateSizes, fargateSizeViolation, isFargateSize, smallestFargateSize } from './limits/ecs';
export { eventBusRules } from './limits/events';
export { reservedLambdaVariables } from './limits/lambda';
export * from './names';
export * from './props';
export * from './quota';
export * from './records';
export * from './relations';
export { HIDDEN, formatReport, formatValue, formatWarnings, withoutText } from './report';
export * from './router';
export * from './schedules';
export * from './schema-findings';
export { readersPolicy, secretReader } from './secret-readers';
export * from './served-functions';
export { drainSeconds, stopping, stopTimeoutSeconds } from './stopping';
export * from './suggest';
export * from './terraform';
export * from './unique-names';
