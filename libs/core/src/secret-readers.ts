/**
 * A principal that the resource policy of a secret may name: a role or a user by its whole ARN, with its path. A role
 * that is assumed counts as the role, so that the ARN of a session is none.
 */
export const secretReader = /^arn:[\w-]+:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/;

/**
 * The resource policy of a secret that only the readers read. It denies and allows nothing: a reader needs
 * `secretsmanager:GetSecretValue` by IAM as well. It denies by condition rather than by principal, so that roles need
 * not exist yet, and denies nothing but reading, so that nobody is locked out from filling, rotating, deleting the
 * secret or changing this policy. `BatchGetSecretValue` asks for `GetSecretValue` of each secret, and so obeys it.
 *
 * @param readers ARNs of roles and users, at least one.
 */
export function readersPolicy(readers: readonly string[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyReaders',
        Effect: 'Deny',
        Principal: '*',
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': [...new Set(readers)] } },
      },
    ],
  });
}
