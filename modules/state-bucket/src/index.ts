/**
 * An Amazon S3 bucket for Terraform states: versioned, encrypted, TLS only, old versions expire. Use it once in an
 * account, in a stack of its own, before any state is kept there.
 *
 * @packageDocumentation
 */
export * from './state-bucket';
