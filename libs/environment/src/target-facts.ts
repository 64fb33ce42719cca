import { z } from 'zod';

/** What the environment file has to know of a target. */
interface TargetFacts {
  readonly place: 'aws' | 'laptop';
  /** Edges that clients can reach it by; the first is the default. */
  readonly edges: readonly string[];
  /** True if a setting can be read from an SSM parameter. */
  readonly ssmSettings: boolean;
  /** True if the edge is told where the keys of an issuer are, with `jwksUri`. */
  readonly readsIssuerKeys: boolean;
  /** Keys that a generated deployment has, which has neither host nor certificate. */
  readonly starter: Readonly<Record<string, unknown>>;
}

/** Every target. A new one begins here; the schema says beside each key which targets have it. */
export const targets = {
  lambda: {
    place: 'aws',
    edges: ['http-api', 'rest-api'],
    ssmSettings: true,
    readsIssuerKeys: false,
    starter: {},
  },
  fargate: {
    place: 'aws',
    edges: ['alb'],
    ssmSettings: true,
    readsIssuerKeys: true,
    starter: { plainHttp: true },
  },
  docker: { place: 'laptop', edges: [], ssmSettings: false, readsIssuerKeys: false, starter: {} },
} as const satisfies Record<string, TargetFacts>;

/** A place that a deployment can run in. */
export type TargetName = keyof typeof targets;

/** Names of the targets, in the order in which messages name them. */
export const targetNames = Object.keys(targets) as [TargetName, ...TargetName[]];

/** An edge of any target. */
export type EdgeName = (typeof targets)[TargetName]['edges'][number];

/** Names of all edges. */
export const edgeNames = targetNames.flatMap((name): readonly EdgeName[] => targets[name].edges) as [
  EdgeName,
  ...EdgeName[],
];

/** The targets that have a key. */
interface KeyOwners {
  readonly targets: readonly TargetName[];
  /** Why no other target has it, as the end of a message. */
  readonly because: string;
}

/** Keys of deployments, instances and sizes that not every target has. A key that is not in here belongs to all of them. */
export const onlyFor = z.registry<KeyOwners>();
