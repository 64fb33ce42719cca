import { guarded, pins, server, settings, type Change } from '@mcp-fleet/testing/fleet';
import type { BadInput } from './case';
import { dedent } from './case';

const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:renew-notes';
const rotating = (rotation: Change): Change => ({
  deployments: { tools: { servers: { notes: { rotation: { functionArn, ...rotation } } } } },
});

/** What goes wrong with secrets, their rotation, and those who are told of alarms. */
export const secretCases: readonly BadInput[] = [
  {
    code: 'rotation-role-missing',
    change: { ...guarded, alarms: { email: ['oncall@example.com'] }, ...rotating({}) },
    files: pins,
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.rotation.roleArn
        rule  only the servers may read the secrets of this environment, and the function that renews one reads it too
        fix   write roleArn: 'arn:aws:iam::…:role/…', the role of the function
        code  rotation-role-missing
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'More secrets than a function renews',
    change: {
      deployments: {
        tools: {
          servers: Object.fromEntries(
            Array.from({ length: 60 }, (_, i) => [
              `notes-${i + 1}`,
              { server: 'notes', settings, rotation: { functionArn } },
            ]),
          ),
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes-60.rotation.functionArn
        got   "arn:aws:lambda:us-east-1:111122223333:function:renew-notes: 60 secrets, 23865 bytes"
        rule  the policy of a Lambda function, with a statement for each secret that it renews, is at most 20,480 bytes [docs:lambda/gettingstarted-limits]
        fix   let another function renew some of them
        code  limit-exceeded
    `,
  },
  {
    code: 'quota-exceeded',
    title: 'More services than a bus tells of their secrets',
    change: {
      aws: { region: 'af-south-1' },
      secrets: { refresh: true },
      deployments: {
        tools: undefined,
        ...Object.fromEntries(
          ['a', 'b', 'c'].map((name) => [
            name,
            {
              target: 'fargate',
              topology: 'per-server',
              plainHttp: true,
              servers: Object.fromEntries(
                Array.from({ length: 34 }, (_, i) => [`${name}-${i + 1}`, { server: 'notes', settings }]),
              ),
            },
          ]),
        ),
      },
    },
    report: dedent`
      environments/dev/environment.ts: deployments
        got   "102 services that follow their secrets, with a rule each"
        rule  the number of rules of an event bus in af-south-1 is at most 100 [docs:eventbridge/eb-quota]
        fix   write secrets: { refresh: false }, or use topology 'multi-server'; where AWS has granted more, say so: quotas: { eventBridgeRules: <granted> }
        code  quota-exceeded
    `,
  },
  {
    code: 'invalid-value',
    title: 'A rotation by a function elsewhere',
    change: rotating({ functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:renew-notes' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.rotation.functionArn
        got   "arn:aws:lambda:eu-west-1:111122223333:function:renew-notes"
        rule  a secret is renewed by a function of its own account and Region, here 111122223333 and us-east-1 [docs:secretsmanager/rotating-secrets]
        fix   give one of that place
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A rotation by days and by a schedule',
    change: rotating({ everyDays: 30, schedule: 'rate(10 days)' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.rotation.schedule
        got   "rate(10 days)"
        rule  a rotation is every so many days, or by a schedule, never both [API:secretsmanager.RotationRulesType]
        fix   remove everyDays or schedule
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A rotation at half past',
    change: rotating({ schedule: 'cron(30 8 1 * ? *)' }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.notes.rotation.schedule
        got   "cron(30 8 1 * ? *)"
        rule  a rotation begins with an hour: its minutes are 0 [docs:secretsmanager/rotate-secrets_schedule]
        fix   write it like 'cron(0 8 1 * ? *)' or 'rate(10 days)'
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A reader in another partition',
    change: { secrets: { onlyServers: true, alsoReadBy: ['arn:aws-cn:iam::111122223333:role/deploy'] } },
    report: dedent`
      environments/dev/environment.ts: secrets.alsoReadBy.0
        got   "arn:aws-cn:iam::111122223333:role/deploy"
        rule  what is in us-east-1 is in the partition aws, and reaches none in another [docs:IAM/reference-arns]
        fix   give one that begins with arn:aws:
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A key of the states in another Region',
    change: {
      state: {
        s3: {
          bucket: 'acme-states',
          region: 'eu-west-1',
          kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1',
        },
      },
    },
    report: dedent`
      environments/dev/environment.ts: state.s3.kmsKeyArn
        got   "arn:aws:kms:us-east-1:111122223333:key/1"
        rule  the key of a bucket is in the bucket's Region, here eu-west-1 [docs:AmazonS3/UsingKMSEncryption]
        fix   give a key of that Region, or remove it
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A rotation of nothing',
    change: { deployments: { tools: { servers: { open: { rotation: { functionArn } } } } } },
    files: server('open', undefined, {
      packages: [
        { registryType: 'npm', identifier: '@example/open', version: '1.0.0', transport: { type: 'stdio' } },
      ],
    }),
    report: dedent`
      environments/dev/environment.ts: deployments.tools.servers.open.rotation
        rule  what is renewed is a secret, and this server has none
        fix   remove it
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'A key of another Region',
    change: {
      secrets: { key: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555' },
    },
    report: dedent`
      environments/dev/environment.ts: secrets.key
        got   "arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"
        rule  the key of a secret is in its own Region, here us-east-1 [docs:secretsmanager/security-encryption]
        fix   give one of that place
        code  invalid-value
    `,
  },
  {
    code: 'limit-exceeded',
    title: 'More readers than a policy holds',
    change: {
      secrets: {
        onlyServers: true,
        alsoReadBy: Array.from(
          { length: 3 },
          (_, i) => `arn:aws:iam::111122223333:role/${'p'.repeat(7000)}/reader-${i}`,
        ),
      },
    },
    report: dedent`
      environments/dev/environment.ts: secrets.onlyServers
        got   "7 readers, 21523 characters"
        rule  the resource policy of a secret is 1 to 20,480 characters [API:secretsmanager.NonEmptyResourcePolicyType]
        fix   split the environment, use topology 'multi-server', or write onlyServers: false
        code  limit-exceeded
    `,
  },
  {
    code: 'invalid-value',
    title: 'Alarms that tell a topic of another Region',
    change: { alarms: { topicArn: 'arn:aws:sns:eu-west-1:111122223333:alerts' } },
    report: dedent`
      environments/dev/environment.ts: alarms.topicArn
        got   "arn:aws:sns:eu-west-1:111122223333:alerts"
        rule  alarms tell topics of their own Region, here us-east-1 [API:cloudwatch.PutMetricAlarm]
        fix   give a topic of that Region, or addresses: email
        code  invalid-value
    `,
  },
  {
    code: 'invalid-value',
    title: 'Readers of a topic that exists',
    change: {
      alarms: {
        topicArn: 'arn:aws:sns:us-east-1:111122223333:alerts',
        email: ['oncall@example.com', 'oncall@example.com'],
      },
    },
    report: dedent`
      environments/dev/environment.ts: alarms.email
        rule  who reads a topic that exists is the affair of its owner
        fix   remove email or topicArn
        code  invalid-value

      environments/dev/environment.ts: alarms.email.1
        got   "oncall@example.com"
        rule  an address is told once
        fix   remove it here
        code  invalid-value

      2 errors
    `,
  },
];
