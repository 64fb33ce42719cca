import type { Rule } from './rule';
import { matches, unless, whole } from './rule';
import { blocks, object, parsed, texts } from './values';

/** Who may do this can give itself all else. */
const MANAGING = /^kms:(\*|Put\*|PutKeyPolicy)$/;

export const messageRules: readonly Rule[] = [
  {
    name: 'topic',
    source:
      'API:sns.CreateTopic: 256 letters, digits, _ and -; alarms reach an encrypted topic only through a key of the customer',
    type: 'aws_sns_topic',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[A-Za-z0-9_-]{1,256}$/, 'the name'),
      ...unless(r.block['kms_master_key_id'] !== undefined, 'it is not encrypted'),
      ...unless(
        !String(r.block['kms_master_key_id']).includes('alias/aws/'),
        'CloudWatch may not use the key that AWS manages',
      ),
    ],
  },
  {
    name: 'subscription',
    source: 'API:sns.Subscribe',
    type: 'aws_sns_topic_subscription',
    faults: ({ block }) =>
      block['protocol'] === 'email'
        ? matches(String(block['endpoint']), /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'the address')
        : [],
  },
  {
    name: 'key',
    source:
      'API:kms.CreateKey: description of 8,192; a key that its account does not manage is lost; rotation on',
    type: 'aws_kms_key',
    faults: (r, world) => {
      const statements = blocks(object(parsed(world.expand(r, r.block['policy'])))['Statement']);
      const managed = statements.some(
        (statement) =>
          statement['Effect'] === 'Allow' &&
          texts(statement['Action']).some((action) => MANAGING.test(action)) &&
          texts(object(statement['Principal'])['AWS']).some((arn) => arn.endsWith(':root')),
      );
      return [
        ...unless(
          String(r.block['description'] ?? '').length <= 8192,
          'the description has more than 8,192 characters',
        ),
        ...unless(r.block['policy'] === undefined || managed, 'its account does not manage it'),
        ...unless(
          r.block['enable_key_rotation'] === true || r.block['customer_master_key_spec'] !== undefined,
          'it is never rotated',
        ),
        ...whole(r.block['deletion_window_in_days'], 7, 30, 'the days before it is deleted'),
      ];
    },
  },
  {
    name: 'key-alias',
    source: 'API:kms.CreateAlias: alias/ and letters, digits, / _ and -, 256 in all, not alias/aws/',
    type: 'aws_kms_alias',
    faults: (r, world) =>
      matches(world.expand(r, r.block['name']), /^(?=.{1,256}$)alias\/(?!aws\/)[A-Za-z0-9/_-]+$/, 'the name'),
  },
  {
    name: 'event-rule',
    source: 'API:events.PutRule: a name of 64, a pattern in JSON of 4,096 characters',
    type: 'aws_cloudwatch_event_rule',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[.\-_A-Za-z0-9]{1,64}$/, 'the name'),
      ...unless(
        String(r.block['description'] ?? '').length <= 512,
        'the description has more than 512 characters',
      ),
      ...(r.block['event_pattern'] === undefined
        ? []
        : [
            ...unless(
              parsed(world.expand(r, r.block['event_pattern'])) !== undefined,
              'the pattern is no JSON',
            ),
            ...unless(
              world.expand(r, r.block['event_pattern']).length <= 4096,
              'the pattern has more than 4,096 characters',
            ),
          ]),
    ],
  },
  {
    name: 'event-rule-count',
    source: 'docs:eventbridge/eb-quota: 300 rules a bus, 100 in two Regions, more where granted',
    type: 'aws_cloudwatch_event_rule',
    faults: (r, world) => {
      const few = ['af-south-1', 'eu-south-1'].includes(world.documentOf(r).region);
      const count = world.of(r.type).length;
      return unless(
        count <= world.quota('eventBridgeRules', few ? 100 : 300),
        `it is one of ${count} on its bus`,
      );
    },
  },
  {
    name: 'event-target',
    source: 'API:events.PutTargets: 5 a rule, an id of 64 characters',
    type: 'aws_cloudwatch_event_target',
    faults: (r, world) => {
      const rule = world.target(r, r.block['rule']);
      return [
        ...(r.block['target_id'] === undefined
          ? []
          : matches(world.expand(r, r.block['target_id']), /^[.\-_A-Za-z0-9]{1,64}$/, 'the id')),
        ...unless(
          rule === undefined || world.referring(rule, r.type, 'rule').length <= 5,
          'its rule has more than 5 targets',
        ),
      ];
    },
  },
  {
    name: 'bucket',
    source: 'docs:AmazonS3/bucketnamingrules: 3 to 63 lower-case letters, digits, dots and hyphens',
    type: 'aws_s3_bucket',
    faults: (r, world) =>
      matches(
        world.expand(r, r.block['bucket']),
        /^(?!xn--|sthree-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(\.\.|-s3alias$|--ol-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        'the name',
      ),
  },
  {
    name: 'bucket-closed',
    source: 'docs:AmazonS3/access-control-block-public-access',
    type: 'aws_s3_bucket',
    faults: (r, world) => {
      const [block] = world.referring(r, 'aws_s3_bucket_public_access_block', 'bucket');
      const all = [
        'block_public_acls',
        'block_public_policy',
        'ignore_public_acls',
        'restrict_public_buckets',
      ];
      return unless(
        block !== undefined && all.every((key) => block.block[key] === true),
        'it can be opened to the public',
      );
    },
  },
  {
    name: 'container',
    source: 'docs.docker.com/reference/cli/docker/container/run: names, ports and memory',
    type: 'docker_container',
    faults: (r, world) => [
      ...matches(world.expand(r, r.block['name']), /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/, 'the name'),
      ...blocks(r.block['ports']).flatMap((port) => [
        ...whole(port['external'], 1, 65_535, 'a port'),
        ...unless(port['ip'] === '127.0.0.1', 'it is reached from other computers'),
      ]),
      ...whole(r.block['memory'], 6, 1_048_576, 'the memory'),
    ],
  },
  {
    name: 'container-ports-differ',
    source: 'a port of a computer is taken once',
    type: 'docker_container',
    faults: (r, world) => {
      const mine = blocks(r.block['ports']).map(({ external }) => external);
      const others = world
        .of('docker_container')
        .filter((other) => other !== r)
        .flatMap((other) => blocks(other.block['ports']).map(({ external }) => external));
      return mine.flatMap((port) =>
        unless(port === undefined || !others.includes(port), `port ${String(port)} is taken`),
      );
    },
  },
];
