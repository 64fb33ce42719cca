import { SecretContainer, SecretKey, type SecretContainerProps } from '@mcp-fleet/secrets';
import { settings } from '@mcp-fleet/testing/fleet';
import { at, anywhere, environment, letters, made, values, type Resources, type ServiceCases } from './case';
import { account, region } from './fixtures';

const secret = (change: Partial<SecretContainerProps>): Resources =>
  made((stack) => new SecretContainer(stack, 'secret', { secretName: 'mcp/dev/gitlab', ...change }));
const SECRET = 'aws_secretsmanager_secret';
const ROTATION = 'aws_secretsmanager_secret_rotation';
const rotated = (change: object): Resources =>
  secret({
    rotation: { functionArn: `arn:aws:lambda:${region}:${account}:function:rotate`, ...change },
    place: { region, account },
  });
const role = (size: number) => letters(size, `arn:aws:iam::${account}:role/`);
const policyOf = (all: Resources) =>
  values(all, 'aws_secretsmanager_secret_policy', 'policy').map((it) => String(it).length);
const readBy = (characters: number) => secret({ readers: readersOf(characters) });

export const secrets: ServiceCases<'secrets'> = {
  secretName: {
    cases: [
      {
        by: 'secrets',
        make: (secretName: string) => secret({ secretName }),
        shows: at(SECRET, 'name'),
        ofSize: letters,
        text: true,
        pattern: { good: 'mcp/dev_1+=.@-', bad: 'mcp/dev gitlab' },
      },
    ],
  },
  secretNameEnding: {
    cases: [
      {
        by: 'plan',
        make: (name: string) =>
          environment({
            deployments: { tools: { servers: { notes: undefined, [name]: { server: 'notes', settings } } } },
          }),
        shows: (all: Resources, name: string) => values(all, SECRET, 'name').includes(`mcp/dev/${name}`),
        text: true,
        pattern: { good: 'notes-berlins', bad: 'notes-berlin' },
      },
    ],
  },
  description: {
    cases: [
      {
        by: 'secrets',
        make: (description: string) => secret({ description }),
        shows: at(SECRET, 'description'),
        ofSize: letters,
        text: true,
      },
    ],
  },
  recoveryWindowDays: {
    cases: [
      {
        by: 'secrets',
        make: (recoveryWindowDays: number) => secret({ recoveryWindowDays }),
        shows: at(SECRET, 'recovery_window_in_days'),
      },
    ],
  },
  rotationDays: {
    cases: [
      {
        by: 'secrets',
        make: (everyDays: number) => rotated({ everyDays }),
        shows: at(ROTATION, 'rotation_rules.automatically_after_days'),
      },
    ],
  },
  rotationSchedule: {
    cases: [
      {
        by: 'secrets',
        make: (schedule: string) => rotated({ schedule }),
        shows: at(ROTATION, 'rotation_rules.schedule_expression'),
        ofSize: (size) => (size < 5 ? '' : `cron(${'0'.repeat(size - 6)})`),
        text: true,
        bounds: ['max', 'pattern'],
        pattern: { good: 'cron(0 8 1 * ? *)', bad: 'every day' },
      },
    ],
    outOfReach: { min: 'an empty text matches no pattern' },
  },
  rotationWindow: {
    cases: [
      {
        by: 'secrets',
        make: (window: string) => rotated({ everyDays: 30, windowHours: Number(window.slice(0, -1)) }),
        shows: at(ROTATION, 'rotation_rules.duration'),
        text: true,
        pattern: { good: '24h', bad: '25h' },
      },
    ],
  },
  resourcePolicyCharacters: {
    cases: [
      {
        by: 'secrets',
        make: readBy,
        shows: (all: Resources, characters: number) => policyOf(all).includes(characters),
        text: true,
        bounds: ['max'],
      },
    ],
    outOfReach: { min: 'a policy names its readers' },
  },
  ssmParameterName: {
    cases: [
      {
        by: 'plan',
        make: (ssm: string) =>
          environment({
            deployments: { tools: { servers: { notes: { settings: { NOTES_URL: { ssm } } } } } },
          }),
        shows: anywhere,
        ofSize: (size) => `/${'p'.repeat(Math.max(0, size - 1))}`,
        text: true,
        pattern: { good: '/mcp/dev/url', bad: 'mcp/dev/url' },
        says: 'an SSM parameter is named by its path',
      },
    ],
  },
};

const key = (change: object): Resources =>
  made((stack) => new SecretKey(stack, 'key', { aliasName: 'mcp/dev', account, region, ...change }));

export const kms: ServiceCases<'kms'> = {
  aliasName: {
    cases: [
      {
        by: 'secrets',
        make: (aliasName: string) => key({ aliasName }),
        shows: at('aws_kms_alias', 'name', (name: string) => `alias/${name}`),
        ofSize: letters,
        text: true,
        pattern: { good: 'mcp/dev_1-b', bad: 'aws/secretsmanager' },
      },
    ],
  },
  deletionWindowDays: {
    cases: [
      {
        by: 'secrets',
        make: (deletionWindowDays: number) => key({ deletionWindowDays }),
        shows: at('aws_kms_key', 'deletion_window_in_days'),
      },
    ],
  },
  keyDescription: {
    cases: [
      {
        by: 'secrets',
        make: (description: string) => key({ description }),
        shows: at('aws_kms_key', 'description'),
        ofSize: letters,
        text: true,
      },
    ],
  },
};

/** Roles whose policy has so many characters: all of a length but the last. */
function readersOf(characters: number): string[] {
  const LENGTH = 96;
  const own = (policyOf(secret({ readers: [role(LENGTH)] }))[0] ?? 0) - LENGTH;
  const each = LENGTH + '","'.length;
  const others = Math.floor((characters - own - LENGTH) / each);
  const numbered = Array.from({ length: others }, (_, i) => `${role(LENGTH - 4)}${1000 + i}`);
  return [...numbered, role(characters - own - others * each)];
}
