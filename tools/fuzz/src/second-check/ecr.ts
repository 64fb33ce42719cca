import type { Rule } from './rule';
import { matches, unless, whole, within } from './rule';
import { blocks, object, parsed, repeated, texts } from './values';

export const ecrRules: readonly Rule[] = [
  {
    name: 'ecr-name',
    source: 'API:ecr.RepositoryName: 2 to 256, lower case',
    type: 'aws_ecr_repository',
    faults: (r, world) =>
      matches(
        world.expand(r, r.block['name']),
        /^(?=.{2,256}$)([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/,
        'the name',
      ),
  },
  {
    name: 'ecr-tags-stay',
    source: 'API:ecr.ImageTagMutability; filters of exclusion 1 to 5',
    type: 'aws_ecr_repository',
    faults: ({ block }) => {
      const filters = blocks(block['image_tag_mutability_exclusion_filter']);
      const excluding = String(block['image_tag_mutability']).endsWith('_WITH_EXCLUSION');
      return [
        ...unless(
          String(block['image_tag_mutability']).startsWith('IMMUTABLE'),
          'a tag can be moved to another image',
        ),
        ...unless(
          excluding ? filters.length >= 1 && filters.length <= 5 : filters.length === 0,
          'the filters do not fit',
        ),
      ];
    },
  },
  {
    name: 'ecr-lifecycle',
    source:
      'docs:AmazonECR/lifecycle_policy_parameters; API:ecr.LifecyclePolicyText 100 to 30,720 characters',
    type: 'aws_ecr_lifecycle_policy',
    faults: (r, world) => {
      const text = world.expand(r, r.block['policy']);
      const rules = blocks(object(parsed(text))['rules']);
      const priorities = rules.map((rule) => Number(rule['rulePriority']));
      const any = rules.filter((rule) => object(rule['selection'])['tagStatus'] === 'any');
      return [
        ...within(text.length, 100, 30_720, 'the number of characters'),
        ...within(rules.length, 1, 50, 'the number of rules'),
        ...priorities.flatMap((priority) => whole(priority, 1, Number.MAX_SAFE_INTEGER, 'a priority')),
        ...repeated(priorities.map(String)).map((priority) => `two rules have the priority ${priority}`),
        ...any.flatMap((rule) =>
          unless(rule['rulePriority'] === Math.max(...priorities), 'a rule for any image is not the last'),
        ),
        ...rules.flatMap((rule) => selectionFaults(object(rule['selection']))),
      ];
    },
  },
];

function selectionFaults(selection: Readonly<Record<string, unknown>>): readonly string[] {
  const patterns = texts(selection['tagPatternList']);
  const prefixes = texts(selection['tagPrefixList']);
  const tagged = selection['tagStatus'] === 'tagged';
  return [
    ...unless(
      tagged === patterns.length + prefixes.length > 0,
      'tags are named for tagged images, and only for those',
    ),
    ...unless(patterns.length === 0 || prefixes.length === 0, 'prefixes beside patterns'),
    ...patterns.flatMap((pattern) => [
      ...unless((pattern.match(/\*/g) ?? []).length <= 4, `${pattern} has more than 4 wildcards`),
      ...matches(pattern, /^[0-9A-Za-z._*-]{1,128}$/, 'a pattern'),
    ]),
    ...unless(
      selection['countType'] !== 'sinceImagePushed' || selection['countUnit'] === 'days',
      'days are not said',
    ),
    ...whole(selection['countNumber'], 1, Number.MAX_SAFE_INTEGER, 'a count'),
  ];
}
