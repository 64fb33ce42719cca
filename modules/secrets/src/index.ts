/**
 * AWS Secrets Manager secrets as containers: name, encryption and recovery window, never a value. Values are put in
 * out of band, so that none is ever in code, plan or state. Use it once per instance, in the stack that exists before
 * anything runs.
 *
 * @packageDocumentation
 */
export * from './secret-container';
