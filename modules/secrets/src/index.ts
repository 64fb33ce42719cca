/**
 * AWS Secrets Manager secrets as containers: name, key, readers, rotation and recovery window, never a value. Values are
 * stored out of band, so that none is ever in code, plan or state. Create one secret for each instance, in the stack that
 * exists before anything runs. A refresh, in the stack of the ECS services, passes later changes on to them.
 *
 * From Terraform 1.11 on, you can send a value without storing it in the state: by the write-only argument
 * `secretStringWo` of `aws_secretsmanager_secret_version`, together with `secretStringWoVersion`, a number that you raise
 * for every new value. The value must come from an ephemeral variable, which cdktf 0.21 creates with
 * `variable.addOverride('ephemeral', true)`. Plan and state then hold only the number. No construct here does this, for
 * three reasons: a value in the first apply would not be one that the vendor has issued, and servers would start with it
 * instead of reporting a missing value; whoever runs Terraform would have to know all values; and both Terraform and a
 * rotation would write to the same secret. Never use the plain `secretString`: everybody who can read the state can read it.
 *
 * @packageDocumentation
 */
export * from './secret-container';
export * from './secret-key';
export { SecretRotation, type Rotation, type SecretPlace, type SecretRotationProps } from './secret-rotation';
export { ServiceRefresh, type RefreshedService, type ServiceRefreshProps } from './service-refresh';
