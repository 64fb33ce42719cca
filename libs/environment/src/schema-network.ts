import { isPrivateCidr, limits, parseCidr, violation } from '@mcp-fleet/core';
import { z } from 'zod';

const BLOCK = 'this is an IPv4 block that begins with its first address, like 10.20.0.0/16';

/** What is wrong with the addresses of a VPC that is to be made. */
function cidrFault(text: string): string | undefined {
  const block = parseCidr(text);
  if (block === undefined) return BLOCK;
  if (violation(limits.vpc.cidrPrefixLength, block.prefixLength) !== undefined) {
    const { min, max, source } = limits.vpc.cidrPrefixLength;
    return `a VPC is a block of /${min} to /${max}: AWS has no larger ones, and load balancers want subnets of a /27 [${source}]`;
  }
  return isPrivateCidr(block)
    ? undefined
    : 'the addresses of a VPC are private ones, in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 [docs:vpc/vpc-cidr-blocks]';
}

const ids = (what: string, pattern: RegExp) =>
  z.record(
    z.string().regex(/^[a-z][a-z0-9-]*$/, 'a zone key is a short name such as a, b or c'),
    z.string().regex(pattern, `${what} is its id, as AWS shows it`),
  );

const zoneName = (key: string) =>
  z
    .string()
    .regex(limits.vpc.zoneName.pattern, `a zone is ${limits.vpc.zoneName.patternText}`)
    .optional()
    .describe(`Zone of the subnets ${key}, which keep this letter.`);

const bucket = z
  .string()
  .regex(limits.s3.bucketPattern.pattern, `a bucket name is 3 to 63 ${limits.s3.bucketPattern.patternText}`)
  .max(63, 'a bucket name has at most 63 characters');

/** The VPC of an environment, for tasks, and for functions with `vpc: true`. */
export const networkSchema = z.strictObject({
  cidr: z
    .string()
    .superRefine((text, { addIssue }) => {
      const message = cidrFault(text);
      if (message !== undefined) addIssue({ code: 'custom', message });
    })
    .optional()
    .describe('IPv4 addresses of the VPC, a private block of /16 to /24. Default: 10.0.0.0/16.'),
  zones: z
    .union([
      z
        .int('a number of zones is a whole number')
        .min(1, 'there is at least 1 zone')
        .max(3, 'there are at most 3 zones'),
      z.strictObject({ a: zoneName('a'), b: zoneName('b'), c: zoneName('c') }),
    ])
    .optional()
    .describe(
      "How many Availability Zones, 1 to 3, or which: { a: 'us-east-1a', b: 'us-east-1c' }. A load balancer needs two. Default: 2, and 3 where protected.",
    ),
  nat: z
    .enum(['none', 'single', 'per-zone', 'regional'])
    .optional()
    .describe(
      "How tasks and functions reach the internet: one NAT gateway, one in each zone, one that AWS spreads over the zones, whose addresses nobody knows before, or none. Default: 'single', 'per-zone' where protected.",
    ),
  endpoints: z
    .enum(['gateway', 'interface'])
    .optional()
    .describe(
      "'interface' adds an endpoint for each AWS service that tasks and functions use, which costs more than a NAT gateway in a small fleet and replaces none. Default: 'gateway', the one of S3, which costs nothing.",
    ),
  publicBuckets: z
    .array(bucket)
    .min(1, 'name at least one bucket, or leave publicBuckets out')
    .optional()
    .describe(
      "S3 buckets of others in the Region that servers download from by signed URLs, such as a vendor's; * stands for any characters: ['acme-exports-*']. Buckets of the account, and those that permissions of a deployment.json name, are reached anyway. Default: none.",
    ),
  ipv6: z
    .boolean()
    .optional()
    .describe(
      'Addresses of IPv6 too: tasks and functions call out by them, and a load balancer that everybody on the internet may call answers by them. Once on it stays. Default: false.',
    ),
  privatePrefixLength: z
    .int('a prefix length is a whole number')
    .min(18, 'a private subnet is a /18 at most: four fit into the largest VPC')
    .max(
      22,
      'without this key a private subnet is a /24, or an eighth of a small VPC; with it a /22 at least',
    )
    .optional()
    .describe(
      'Size of each private subnet, 18 to 22 and a quarter of the VPC at most: 20 is 4,091 addresses. Default: a /24 with 251, or an eighth of a VPC smaller than a /21.',
    ),
  existing: z
    .strictObject({
      vpcId: z
        .string()
        .regex(limits.vpc.vpcId.pattern, 'a VPC is given by its id: vpc-…')
        .describe('Id of the VPC.'),
      cidr: z
        .string()
        .refine((text) => parseCidr(text) !== undefined, BLOCK)
        .optional()
        .describe(
          'Its IPv4 addresses: who may call an internal load balancer. Required for one, unless its deployment says clients.',
        ),
      publicSubnets: ids('a subnet', limits.vpc.subnetId.pattern)
        .optional()
        .describe(
          'Ids of subnets with a route to the internet, by zone. Needed for load balancers that face it.',
        ),
      privateSubnets: ids('a subnet', limits.vpc.subnetId.pattern)
        .refine(
          (subnets) => Object.keys(subnets).length > 0,
          'tasks and functions are in at least one subnet',
        )
        .describe('Ids of the subnets of tasks and functions, by zone, with a way out to what servers call.'),
      ipv6: z
        .boolean()
        .optional()
        .describe(
          'Whether all these subnets have addresses of IPv6 too, and a way out for them. Default: false.',
        ),
    })
    .optional()
    .describe(
      'A VPC that exists already; nothing is added to it, and no other key of network is written then.',
    ),
});
