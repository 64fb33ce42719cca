import type { Limit } from '../limit';

/** Amazon ECR private registries. */
export const ecr = {
  repositoryName: {
    what: 'an ECR repository name',
    min: 2,
    max: 256,
    pattern: /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/,
    patternText: 'lower-case words joined by one of . _ - and /',
    source: 'API:ecr.RepositoryName',
  },
  lifecyclePolicyText: {
    what: 'an ECR lifecycle policy',
    min: 100,
    max: 30_720,
    source: 'API:ecr.LifecyclePolicyText',
  },
  tagExclusionFilters: {
    what: 'the number of tag mutability exclusion filters',
    min: 1,
    max: 5,
    source: 'API:ecr.ImageTagMutabilityExclusionFilters',
  },
  imageTag: {
    what: 'an image tag',
    min: 1,
    max: 128,
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
    patternText: 'letters, digits, _ . and -, not beginning with . or -',
    source: 'docs:docker/reference/cli/docker/image/tag',
  },
  imageDigest: {
    what: 'an image digest',
    pattern: /^sha256:[0-9a-f]{64}$/,
    patternText: 'sha256: and 64 hex digits',
    source: 'API:ecr.ImageDigest',
  },
  lifecycleRules: {
    what: 'the number of rules of a lifecycle policy',
    min: 1,
    max: 50,
    source: 'docs:AmazonECR/service-quotas',
  },
  repositoryPolicyText: {
    what: 'the policy of an ECR repository',
    max: 10_240,
    source: 'API:ecr.RepositoryPolicyText',
  },
  tagExclusionFilter: {
    what: 'a tag mutability exclusion filter',
    min: 1,
    max: 128,
    pattern: /^[0-9A-Za-z._*-]+$/,
    patternText: 'letters, digits and . _ * -',
    source: 'API:ecr.ImageTagMutabilityExclusionFilter',
  },
} satisfies Record<string, Limit>;
