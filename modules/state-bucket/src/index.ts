/**
 * An Amazon S3 bucket for Terraform states: versioned, encrypted, TLS only, old versions expire. Create it once in an
 * account, in a separate stack, before any state is stored there.
 *
 * @packageDocumentation
 */
export * from './state-bucket';
