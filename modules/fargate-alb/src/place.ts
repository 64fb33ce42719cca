import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsPartition } from '@cdktf/provider-aws/lib/data-aws-partition';
import { DataAwsRegion } from '@cdktf/provider-aws/lib/data-aws-region';
import type { Place } from '@mcp-fleet/refs';
import type { Construct } from 'constructs';

/** Account, Region and partition of the provider, by data sources below a construct. */
export function placeOf(scope: Construct): Place {
  return {
    partition: new DataAwsPartition(scope, 'Partition').partition,
    // Providers 5 and 6 know the Region as the id of this data source; its other names changed.
    region: new DataAwsRegion(scope, 'Region').id,
    account: new DataAwsCallerIdentity(scope, 'Caller').accountId,
  };
}
