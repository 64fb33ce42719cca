import { resolve } from 'node:path';
import { TOPICS, operationsOf } from '../../src/ops';
import { main } from '../../src/ops/cli';
import { editedProduction, warmDev } from './variants';

const repository = resolve(__dirname, '../../../..');
const root = ['--root', repository];
let out = '';
let err = '';
beforeEach(() => {
  out = '';
  err = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))));
});
afterEach(() => jest.restoreAllMocks());

interface Printed {
  readonly environment: string;
  readonly account?: string;
  readonly operations: readonly { topic: string; title: string; instances?: string[]; commands?: string[] }[];
}
const printed = () => JSON.parse(out) as Printed;

test('a page with a section for each topic that the environment has', () => {
  expect(main(['dev', ...root])).toBe(0);
  expect(out).toMatch(/^# dev: account 111122223333, us-east-1\n/);
  const sections = [...out.matchAll(/^## .* \(--topic (\w+)\)$/gm)].map(([, topic]) => topic);
  expect(sections).toEqual(Object.keys(TOPICS).filter((topic) => topic !== 'stopped'));
  expect(out).toContain(
    `aws logs tail /aws/lambda/dev-tools --follow --since 10m --format short --filter-pattern '{ $.server = "gitlab" || $.Instance = "gitlab" }' --region us-east-1`,
  );
});

test('--instance and --topic narrow it: what is about the whole environment is about each instance', () => {
  expect(
    main(['staging', '--instance', 'dynatrace', '--topic', 'logs', '--topic', 'check', '--json', ...root]),
  ).toBe(0);
  const { operations } = printed();
  expect(new Set(operations.map(({ topic }) => topic))).toEqual(new Set(['logs', 'check']));
  expect(operations.every(({ instances }) => instances?.includes('dynatrace') ?? true)).toBe(true);
  expect(operations.flatMap(({ commands = [] }) => commands)).toContain(
    'aws logs tail /ecs/staging/tasks/dynatrace --follow --since 10m --format short --region us-east-1',
  );
});

test('a shell only where it is on; where it is not, how to get one', () => {
  expect(main(['production', '--topic', 'shell', ...root])).toBe(0);
  expect(out).not.toContain('execute-command');
  expect(out).toContain('Off, and refused while the environment is protected.');
  out = '';
  expect(main(['staging', '--topic', 'shell', ...root])).toBe(0);
  expect(out).toContain('debug: { exec: true }');
});

test('a laptop has its own commands, and no AWS', () => {
  expect(main(['local', '--json', ...root])).toBe(0);
  const commands = printed().operations.flatMap((operation) => operation.commands ?? []);
  expect(printed().account).toBeUndefined();
  expect(commands).toContain('npx nx run local:logs -- gitlab --follow');
  expect(commands.every((command) => command.startsWith('npx nx run local:'))).toBe(true);
});

test.each([
  [[], 'name one environment'],
  [['dev', 'staging'], 'name one environment'],
  [['dev', '--topic', 'weather'], "there is no topic 'weather'"],
  [['dev', '--owt'], "Unknown option '--owt'"],
])('a wrong call %p is exit code 64 with the usage', (args, message) => {
  expect(main([...args])).toBe(64);
  expect(err).toContain(message);
  expect(err).toContain('ops <environment>');
  expect(out).toBe('');
});

test('an instance that does not exist is exit code 1, and says which do', () => {
  expect(main(['dev', '--instance', 'gitlb', ...root])).toBe(1);
  expect(err).toBe(
    [
      'dev',
      '  got   "gitlb"',
      '  rule  the instances of this environment are: everything, gitlab, pagerduty',
      '  fix   did you mean "gitlab"?',
      '  code  unknown-server',
      '',
    ].join('\n'),
  );
});

test('an environment that does not exist is exit code 1', () => {
  expect(main(['nope', ...root])).toBe(1);
  expect(err).toContain('code  environment-not-found');
});

test('--help', () => {
  expect(main(['--help'])).toBe(0);
  expect(out).toContain('--instance <name>');
});

test('what an environment adds to its file adds commands', () => {
  const operations = operationsOf(editedProduction(repository));
  const commands = operations.flatMap((operation) => operation.commands ?? []).join('\n');
  expect(commands).toContain('aws ecs execute-command --cluster production-tools ');
  expect(commands).toContain('aws secretsmanager rotate-secret --secret-id mcp/production/pagerduty ');
  expect(commands).toContain('aws route53 get-health-check-status ');
  expect(commands).toContain('aws route53 get-hosted-zone ');
  expect(commands).toContain('aws acm list-certificates ');
  expect(commands).toContain('--topic-arn arn:aws:sns:us-east-1:111122223333:production-mcp-alarms ');
  const notes = operations.map(({ note }) => note ?? '').join('\n');
  expect(notes).toContain('Tasks are replaced by themselves.');
  expect(notes).toContain('Only its servers and whom secrets.alsoReadBy names may read it');
});

test('alarms of what servers share are silenced together, with those of their load balancer', () => {
  const commands = operationsOf(editedProduction(repository))
    .filter(({ topic, title }) => topic === 'alarms' && title.includes('share'))
    .flatMap((it) => it.commands ?? []);
  expect(commands.join()).toMatch(/ends_with\(AlarmName, \S*-load-balancer\S*\)/);
});

test('alarms of an instance are not those of another whose name goes on', () => {
  const silence = operationsOf(editedProduction(repository)).find(
    ({ topic, instances }) => topic === 'alarms' && instances?.[0] === 'gitlab',
  );
  expect(silence?.commands?.[0]).toContain(
    `--alarm-name-prefix production-tools-gitlab- --alarm-types MetricAlarm CompositeAlarm --query '[CompositeAlarms, MetricAlarms][] | [?!starts_with(AlarmName, '\\''production-tools-gitlab-eu-'\\'')].AlarmName'`,
  );
});

test.each([
  [
    'of what is provisioned first, and puts it back last',
    '{ provisioned: 2 }',
    [
      'delete-provisioned-concurrency-config --function-name dev-tools --qualifier live',
      'put-function-concurrency --function-name dev-tools --reserved-concurrent-executions 0',
      'delete-function-concurrency --function-name dev-tools',
      'put-provisioned-concurrency-config --function-name dev-tools --qualifier live --provisioned-concurrent-executions 2',
    ],
  ],
  [
    'of nothing else where nothing is provisioned',
    '{}',
    [
      'put-function-concurrency --function-name dev-tools --reserved-concurrent-executions 0',
      'delete-function-concurrency --function-name dev-tools',
    ],
  ],
])('a function that is put off at once is rid %s', (_, concurrency, expected) => {
  const off = operationsOf(warmDev(repository, concurrency)).find(({ title }) =>
    title.includes('off at once'),
  );
  expect(off?.commands).toEqual(expected.map((command) => `aws lambda ${command} --region us-east-1`));
  expect(off?.note?.includes('provisioned')).toBe(concurrency !== '{}');
});
