import type { CertificatePlan, DomainPlan, FailoverPlan, HostPlan } from '@mcp-fleet/plan';
import type { AliasTargetRef, HealthCheckRef, HostedZoneRef } from '@mcp-fleet/refs';
import { AliasRecords, Certificate, EndpointHealthCheck, HostedZone } from '@mcp-fleet/route53';
import { Construct } from 'constructs';

/** What the names of a front door are made from. */
export interface FrontDoorNamesProps {
  /** Host, and its failover if it has one. */
  readonly host: HostPlan;
  /** Domain that the host is in. @default - records and certificate are made elsewhere */
  readonly domain?: DomainPlan;
  /** The zone, where the foundation made it. @default - it is looked up */
  readonly zone?: HostedZoneRef;
}

/** Where names lead: one target each, since an API has a domain name for each host. */
export type LeadsTo = (host: string) => AliasTargetRef;

/**
 * The host of a front door in the domain of its environment: its certificate, its records and, of a pair, the name and
 * the health of this side. The certificate comes before the front door, the records after it.
 */
export class FrontDoorNames extends Construct {
  /** ARN of the certificate; undefined where plain HTTP is served. */
  readonly certificateArn: string | undefined;
  private readonly zone: HostedZoneRef | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FrontDoorNamesProps,
  ) {
    super(scope, id);
    const { host, domain, zone } = props;
    const looksUp = zone === undefined && domain !== undefined && host.records;
    this.zone = looksUp ? new HostedZone(this, 'Zone', { zoneName: domain.zone }) : zone;
    this.certificateArn = host.certificate && this.certificateOf(host.certificate);
  }

  /** The names that the front door answers to. */
  get hosts(): readonly string[] {
    const { name, failover } = this.props.host;
    return failover ? [name, failover.ownHost] : [name];
  }

  /**
   * Makes the records.
   *
   * @param alarmCheck the health of this side, where Route 53's checkers do not reach it
   */
  leadTo(target: LeadsTo, alarmCheck?: (instance: string) => HealthCheckRef): void {
    const { name, records, failover } = this.props.host;
    const { zone } = this;
    if (!records || zone === undefined) return;
    if (failover === undefined) {
      new AliasRecords(this, 'Records', { zone, host: name, target: target(name) });
      return;
    }
    const { ownHost, role, setIdentifier } = failover;
    new AliasRecords(this, 'OwnRecords', { zone, host: ownHost, target: target(ownHost) });
    const healthCheck = role === 'primary' ? this.checkOf(failover, alarmCheck) : undefined;
    new AliasRecords(this, 'Records', {
      zone,
      host: name,
      target: target(name),
      failover: { role, setIdentifier, ...(healthCheck ? { healthCheck } : {}) },
    });
  }

  private certificateOf(certificate: CertificatePlan): string {
    if (certificate.kind === 'given') return certificate.arn;
    const [domainName = '', ...subjectAlternativeNames] = certificate.names;
    const zone = this.zone as HostedZoneRef;
    const { records: createRecords } = certificate;
    return new Certificate(this, 'Certificate', { domainName, subjectAlternativeNames, zone, createRecords })
      .certificateArn;
  }

  private checkOf(
    { check, ownHost }: FailoverPlan,
    alarmCheck?: (instance: string) => HealthCheckRef,
  ): HealthCheckRef {
    if (check.kind === 'alarm' && alarmCheck) return alarmCheck(check.instance);
    return new EndpointHealthCheck(this, 'HealthCheck', {
      host: ownHost,
      instance: check.instance,
      plainHttp: this.props.host.certificate === undefined,
    });
  }
}
