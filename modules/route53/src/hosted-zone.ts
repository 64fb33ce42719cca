import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { limits, PropChecks } from '@mcp-fleet/core';
import type { HostedZoneRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkHost } from './host-checks';

/** Props of {@link HostedZone}. Texts are Terraform's: pass what users write through `literal()`. */
export interface HostedZoneProps {
  /** The domain that the zone answers for, `mcp.example.com`, without a dot at the end. */
  readonly zoneName: string;
  /** Make the zone. Nothing finds it before the zone above names its name servers. @default - false, it is looked up */
  readonly create?: boolean;
  /** Comment of a new zone, at most 256 characters. @default - none */
  readonly comment?: string;
  /** Tags of a new zone. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A public hosted zone: the one of an account that has a name, or a new one. AWS lets any number of zones have one name,
 * so a lookup fails where there are two.
 *
 * A new one goes into a stack that is applied first: certificates wait for its delegation, at most 75 minutes.
 * Terraform destroys it only once no records are left in it that others have made.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class HostedZone extends Construct implements HostedZoneRef {
  readonly zoneId: string;
  readonly zoneName: string;
  /** Name servers that the zone above must name, in a record of type NS. */
  readonly nameServers: string[];
  /** The zone itself, for what no prop covers; undefined where it was looked up. */
  readonly resource: Route53Zone | undefined;

  constructor(scope: Construct, id: string, props: HostedZoneProps) {
    super(scope, id);
    checkHostedZone(this.node.path, props);
    const { zoneName, create = false, comment = '', tags } = props;

    // The provider's own comment would say that the zone is managed by Terraform.
    this.resource = create ? new Route53Zone(this, 'Resource', { name: zoneName, comment, tags }) : undefined;
    const zone =
      this.resource ?? new DataAwsRoute53Zone(this, 'Lookup', { name: zoneName, privateZone: false });

    this.zoneId = zone.zoneId;
    this.zoneName = zoneName;
    this.nameServers = zone.nameServers;
  }
}

function checkHostedZone(path: string, { zoneName, create = false, comment, tags }: HostedZoneProps): void {
  const checks = new PropChecks(path).within('comment', limits.route53.zoneComment, comment);
  checkHost(checks, 'zoneName', zoneName);
  for (const [prop, value] of Object.entries({ comment, tags })) {
    checks.must(create || value === undefined, {
      prop,
      value,
      rule: 'a zone that is looked up stays as it is',
      fix: 'remove it, or write create: true',
    });
  }
  checks.done();
}
