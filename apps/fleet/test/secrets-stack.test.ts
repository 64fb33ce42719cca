import { tasks, type Change } from '@mcp-fleet/testing/fleet';
import type { Synthesised } from './synth';
import { resources, synthChanged } from './synth';

const foundation = ({ stacks }: Synthesised) => stacks['dev-foundation']!;
const tools = ({ stacks }: Synthesised) => stacks['dev-tools']!;
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew-notes';
const roleArn = 'arn:aws:iam::111122223333:role/renew-notes';
const all = (change: Change) => synthChanged({ secrets: { key: 'own', onlyServers: true }, ...change });

test('a key of the environment encrypts every secret, and servers need no right on it', () => {
  const made = all({});
  expect(Object.keys(resources(foundation(made), 'aws_kms_key'))).toHaveLength(1);
  for (const secret of Object.values(resources(foundation(made), 'aws_secretsmanager_secret')))
    expect(secret['kms_key_id']).toContain('aws_kms_key.');
  expect(JSON.stringify(resources(tools(made), 'aws_iam_role_policy'))).not.toContain('kms:Decrypt');
});

test.each<[string, Change]>([
  ['functions', {}],
  ['tasks', tasks()],
])('a key that is given is used through Secrets Manager alone: %s', (_, change) => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1';
  const made = synthChanged({ ...change, secrets: { key } });
  expect(resources(foundation(made), 'aws_kms_key')).toEqual({});
  const policies = JSON.stringify(resources(tools(made), 'aws_iam_role_policy')).replaceAll('\\', '');
  expect(policies).toContain('kms:Decrypt');
  expect(policies).toMatch(/"kms:ViaService":\[?"secretsmanager\.us-east-1\.amazonaws\.com"/);
});

test('a secret is denied to all but the roles that its stack really has', () => {
  const made = all({});
  const policies = Object.values(resources(foundation(made), 'aws_secretsmanager_secret_policy')).map((it) =>
    String(it['policy']),
  );
  const roles = Object.values(resources(tools(made), 'aws_iam_role')).map((role) => String(role['name']));
  expect(roles).toEqual(['dev-tools-notes']);
  for (const role of roles) expect(policies).toContainEqual(expect.stringContaining(`role/${role}"`));
  expect(policies).toHaveLength(2);
});

test.each<[string, Change]>([
  ['functions', {}],
  ['tasks', tasks()],
])('a rotation comes after the gate, with the servers: %s', (_, change) => {
  const rotation = { functionArn, roleArn, everyDays: 10 };
  const made = synthChanged({
    ...change,
    deployments: {
      tools: {
        ...(change['deployments'] as { tools?: Change } | undefined)?.tools,
        servers: { notes: { rotation } },
      },
    },
  });
  expect(resources(foundation(made), 'aws_secretsmanager_secret_rotation')).toEqual({});
  const [rotations] = Object.values(resources(tools(made), 'aws_secretsmanager_secret_rotation'));
  expect(rotations).toMatchObject({
    rotation_lambda_arn: functionArn,
    rotate_immediately: false,
    rotation_rules: { automatically_after_days: 10 },
  });
});

test('tasks are replaced when a secret that they read has another value; what nobody follows makes nothing', () => {
  const followed = (change: Change) => {
    const stack = tools(synthChanged({ ...tasks(), ...change }));
    return {
      machines: Object.keys(resources(stack, 'aws_sfn_state_machine')).length,
      rules: Object.values(resources(stack, 'aws_cloudwatch_event_rule')).map((it) =>
        String(it['event_pattern']),
      ),
    };
  };
  expect(followed({})).toEqual({ machines: 0, rules: [] });
  const { machines, rules } = followed({ secrets: { refresh: true } });
  expect([machines, rules.length]).toEqual([1, 1]);
  // Tokens and credentials, both of them.
  expect(rules[0]?.match(/terraform_remote_state/g)).toHaveLength(2);
});
