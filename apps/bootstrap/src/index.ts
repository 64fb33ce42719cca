/**
 * What an account needs once, before the first environment keeps its state in S3: the bucket of Terraform states.
 *
 * @packageDocumentation
 */
export * from './synth-bootstrap';
