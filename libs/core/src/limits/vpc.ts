import type { Limit } from '../limit';

/** Amazon VPC: networks, security groups and endpoints. */
export const vpc = {
  cidrPrefixLength: {
    what: 'the prefix length of a VPC with room for load balancers, whose subnets are a /27 or larger',
    min: 16,
    max: 24,
    unit: 'bits',
    source: 'docs:vpc/vpc-cidr-blocks, docs:elasticloadbalancing/application-load-balancers',
  },
  vpcId: {
    what: 'the id of a VPC',
    pattern: /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/,
    patternText: 'vpc- and 8 or 17 hex digits',
    source: 'docs:AWSEC2/resource-ids',
  },
  subnetId: {
    what: 'the id of a subnet',
    pattern: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/,
    patternText: 'subnet- and 8 or 17 hex digits',
    source: 'docs:AWSEC2/resource-ids',
  },
  routeTableId: {
    what: 'the id of a route table',
    pattern: /^rtb-([0-9a-f]{8}|[0-9a-f]{17})$/,
    patternText: 'rtb- and 8 or 17 hex digits',
    source: 'docs:AWSEC2/resource-ids',
  },
  securityGroupId: {
    what: 'the id of a security group',
    pattern: /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/,
    patternText: 'sg- and 8 or 17 hex digits',
    source: 'docs:AWSEC2/resource-ids',
  },
  zoneName: {
    what: 'the name of an Availability Zone',
    pattern: /^[a-z]{2}(-[a-z]+)+-\d+[a-z]$/,
    patternText: 'written like us-east-1a',
    source: 'docs:global-infrastructure/aws-availability-zones',
  },
  nameTag: {
    what: 'the Name tag of a network resource',
    min: 1,
    max: 256,
    pattern: /^[A-Za-z0-9 _.:/=+@-]+$/,
    patternText: 'letters, digits, spaces and _ . : / = + - @',
    source: 'docs:AWSEC2/Using_Tags',
  },
  port: {
    what: 'a TCP port',
    min: 1,
    max: 65_535,
    source: 'API:ec2.AuthorizeSecurityGroupEgressRequest',
  },
  securityGroupName: {
    what: 'a security group name',
    min: 1,
    max: 255,
    pattern: /^(?!sg-)[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/,
    patternText: 'letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-',
    source: 'API:ec2.CreateSecurityGroupRequest',
  },
  securityGroupRules: {
    what: 'the number of rules of a security group, inbound and outbound ones counted apart,',
    max: 60,
    source: 'docs:vpc/amazon-vpc-limits',
    quota: 'securityGroupRules',
  },
  endpointPolicyText: {
    what: 'the policy of a VPC endpoint',
    max: 20_480,
    source: 'docs:vpc/privatelink/vpc-endpoints-access',
  },
} satisfies Record<string, Limit>;
