import { limits, readersPolicy, secretReader, violation } from '../src';

test('a policy denies reading to all but its readers, each named once', () => {
  const role = 'arn:aws:iam::111122223333:role/dev-tools-gitlab';
  expect(JSON.parse(readersPolicy([role, role]))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'OnlyReaders',
        Effect: 'Deny',
        Principal: '*',
        Action: 'secretsmanager:GetSecretValue',
        Resource: '*',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': [role] } },
      },
    ],
  });
});

test.each([
  ['arn:aws:iam::111122223333:role/dev-tools-gitlab', true],
  ['arn:aws-cn:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin_0123', true],
  ['arn:aws:iam::111122223333:user/people/ann@example.com', true],
  ['arn:aws:iam::111122223333:role/dev-*', false],
  ['arn:aws:iam::111122223333:root', false],
  ['arn:aws:sts::111122223333:assumed-role/dev-tools-gitlab/session', false],
])('%s may be a reader: %p', (arn, allowed) => {
  expect(secretReader.test(arn)).toBe(allowed);
});

test('the limit of a policy counts its characters', () => {
  const limit = limits.secrets.resourcePolicyCharacters;
  expect(violation(limit, 'x'.repeat(20_480))).toBeUndefined();
  expect(violation(limit, 'x'.repeat(20_481))).toBeDefined();
});
