/**
 * What an account needs once: the bucket of Terraform states, before the first environment keeps its state in S3, and the
 * role with which API Gateway writes logs, before the first REST API of a Region.
 *
 * @packageDocumentation
 */
export * from './synth-log-role';
export * from './synth-state-bucket';
