import type { Resource } from './documents';
import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import { blocks, list, texts } from './values';
import type { World } from './world';

const RECORD = 'aws_route53_record';
const POLICIES = [
  'failover_routing_policy',
  'weighted_routing_policy',
  'latency_routing_policy',
  'geolocation_routing_policy',
];

/** Which of a pair a record is. */
export const roleOf = ({ block }: Resource): string | undefined =>
  blocks(block['failover_routing_policy']).map(({ type }) => String(type))[0];
/** What is asked for: a type and a name. */
export const questionOf = (r: Resource, world: World): string =>
  `${String(r.block['type'])} ${world.expand(r, r.block['name'])}`;

/** Whether the name is only known once a certificate is asked for. */
const isUnknown = (name: string) => name.includes('«x»');
const routed = ({ block }: Resource) =>
  POLICIES.some((key) => blocks(block[key]).length > 0) || block['multivalue_answer_routing_policy'] === true;

export const route53Rules: readonly Rule[] = [
  {
    name: 'record-name',
    source: 'docs:Route53/DomainNameFormat: 255 characters, 63 a label',
    type: RECORD,
    faults: (r, world) => {
      const name = world.expand(r, r.block['name']);
      return isUnknown(name)
        ? []
        : matches(
            name,
            /^(?=.{1,255}$)(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]{1,63}\.?$/,
            'the name',
          );
    },
  },
  {
    name: 'record-set-identifier',
    source: 'API:route53.ResourceRecordSet: SetIdentifier of 1 to 128 with a routing policy, and only then',
    type: RECORD,
    faults: (r, world) => {
      const identifier = r.block['set_identifier'];
      return [
        ...unless((identifier !== undefined) === routed(r), 'an identifier and a routing policy go together'),
        ...(identifier === undefined
          ? []
          : matches(world.expand(r, identifier), /^.{1,128}$/, 'the identifier')),
      ];
    },
  },
  {
    name: 'record-failover',
    source:
      'API:route53.ResourceRecordSetFailover: PRIMARY with a health check, or an alias that is evaluated',
    type: RECORD,
    faults: ({ block }) =>
      blocks(block['failover_routing_policy']).flatMap(({ type }) => [
        ...unless(['PRIMARY', 'SECONDARY'].includes(String(type)), 'it is neither first nor second'),
        ...unless(
          type !== 'PRIMARY' ||
            block['health_check_id'] !== undefined ||
            blocks(block['alias']).some((alias) => alias['evaluate_target_health'] === true),
          'the first of a pair that nobody checks',
        ),
      ]),
  },
  {
    name: 'record-pair',
    source:
      'API:route53.ResourceRecordSetFailover: of one name and type there are two, with two roles and two identifiers, and none without failover',
    type: RECORD,
    faults: (r, world) => {
      const role = roleOf(r);
      if (role === undefined) return [];
      return world
        .of(RECORD)
        .filter((other) => other !== r && questionOf(other, world) === questionOf(r, world))
        .flatMap((other) => [
          ...unless(roleOf(other) !== undefined, 'the same name without failover'),
          ...unless(roleOf(other) !== role, `two records are ${role}`),
          ...unless(
            world.expand(other, other.block['set_identifier']) !== world.expand(r, r.block['set_identifier']),
            'two records have one identifier',
          ),
        ]);
    },
  },
  {
    name: 'record-alias',
    source: 'API:route53.AliasTarget: an alias has no TTL and no records, and the zone of its target',
    type: RECORD,
    faults: ({ block }) => {
      const aliases = blocks(block['alias']);
      const plain = block['ttl'] !== undefined || list(block['records']).length > 0;
      return [
        ...unless(aliases.length <= 1 && (aliases.length === 1) !== plain, 'an alias, or a TTL with records'),
        ...aliases.flatMap((alias) => [
          ...unless(
            String(alias['zone_id']).startsWith('${'),
            'the zone of its target is written out: that differs by Region',
          ),
          ...unless(
            alias['evaluate_target_health'] !== undefined,
            'it does not say whether the health of its target counts',
          ),
          ...unless(
            ['A', 'AAAA'].includes(String(block['type'])),
            `an alias of type ${String(block['type'])}`,
          ),
        ]),
        ...whole(block['ttl'], 0, 2_147_483_647, 'the TTL'),
      ];
    },
  },
  {
    name: 'zone-name',
    source: 'API:route53.DNSName; comment of 256',
    type: 'aws_route53_zone',
    faults: ({ block }) => [
      ...matches(
        String(block['name']),
        /^(?=.{1,255}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]{1,63}\.?$/,
        'the name',
      ),
      ...unless(String(block['comment'] ?? '').length <= 256, 'the comment has more than 256 characters'),
    ],
  },
  {
    name: 'certificate',
    source:
      'docs:acm/acm-limits: 10 names; docs:acm/acm-certificate-characteristics: the first of at most 64 characters',
    type: 'aws_acm_certificate',
    faults: (r, world) => {
      const names = [r.block['domain_name'], ...list(r.block['subject_alternative_names'])].map((name) =>
        world.expand(r, name),
      );
      return [
        ...within(new Set(names).size, 1, 10, 'the number of names'),
        ...names.flatMap((name) =>
          matches(
            name,
            /^(?=.{1,253}$)(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/,
            'a name',
          ),
        ),
        ...unless((names[0] ?? '').length <= 64, 'the first name has more than 64 characters'),
        ...unless(r.block['validation_method'] === 'DNS', 'it is not validated by DNS'),
      ];
    },
  },
  {
    name: 'certificate-used-once-valid',
    source: 'docs:acm/dns-validation: a certificate that waits is refused by load balancers and APIs',
    type: ['aws_lb_listener', 'aws_apigatewayv2_domain_name', 'aws_api_gateway_domain_name'],
    faults: (r, world) => {
      const used = [r.block, ...blocks(r.block['domain_name_configuration'])]
        .flatMap((one) => [one['certificate_arn'], one['regional_certificate_arn']])
        .filter((arn) => arn !== undefined);
      return texts(used).flatMap((arn) =>
        unless(world.target(r, arn)?.type !== 'aws_acm_certificate', 'it does not wait for the validation'),
      );
    },
  },
];
