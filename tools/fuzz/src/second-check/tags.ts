import type { Rule } from './rule';
import { matches, unless } from './rule';
import { object } from './values';

const TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export const tagRules: readonly Rule[] = [
  {
    name: 'tags',
    source:
      'docs:tag-editor/best-practices-and-strats: 50 a resource; keys of 1 to 128, values of 256 characters; not aws:',
    faults: (r, world) => {
      const own = object(r.block['tags']);
      if (!r.type.startsWith('aws_')) return [];
      const all = { ...world.documentOf(r).defaultTags, ...own };
      return [
        ...unless(Object.keys(all).length <= 50, `it has ${Object.keys(all).length} tags`),
        ...Object.entries(all).flatMap(([key, value]) => [
          ...matches(key, /^(?!aws:).{1,128}$/is, 'a key'),
          ...matches(key, TEXT, 'a key'),
          ...matches(world.expand(r, value).replaceAll('«x»', ''), /^.{0,256}$/s, `the tag ${key}`),
          ...matches(world.expand(r, value).replaceAll('«x»', ''), TEXT, `the tag ${key}`),
        ]),
      ];
    },
  },
];
