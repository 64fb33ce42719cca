/**
 * AWS Secrets Manager secrets as containers: name, key, readers, rotation and recovery window, never a value. Values are
 * put in out of band, so that none is ever in code, plan or state. Use it once per instance, in the stack that exists
 * before anything runs. What changes later reaches ECS services by a refresh, in the stack of the services.
 *
 * A value of your own choice can be sent from Terraform 1.11 on without being kept, by the write-only argument
 * `secretStringWo` of `aws_secretsmanager_secret_version`, together with `secretStringWoVersion`, a number that you raise
 * for every new value; it must come from an ephemeral variable, which cdktf 0.21 makes with
 * `variable.addOverride('ephemeral', true)`. Plan and state then hold the number only. No construct here does so. A value
 * that comes with the first apply would be one that nobody at the vendor has issued, and servers would start with it
 * rather than say that theirs is missing. Whoever runs Terraform would have to know all values. And two would write to one
 * secret: Terraform, and a rotation. Never use the plain `secretString`: it is in the state for everybody who reads that.
 *
 * @packageDocumentation
 */
export * from './secret-container';
export * from './secret-key';
export { SecretRotation, type Rotation, type SecretPlace, type SecretRotationProps } from './secret-rotation';
export { ServiceRefresh, type RefreshedService, type ServiceRefreshProps } from './service-refresh';
