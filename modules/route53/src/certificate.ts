import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { newBeforeOld, type HostedZoneRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkCertificate, provedNames } from './certificate-checks';

/** Props of {@link Certificate}. */
export interface CertificateProps {
  /** The first name of the certificate, at most 64 characters; `*.example.com` covers one label. Not a token. */
  readonly domainName: string;
  /** Further names, at most 100 (AWS allows 9 until it is asked for more). Not tokens. @default [] */
  readonly subjectAlternativeNames?: readonly string[];
  /** The zone that answers for all of the names. */
  readonly zone: HostedZoneRef;
  /**
   * Make the records that prove the names. AWS asks for the same ones for a name in every Region of an account, so of
   * two stacks with the same name one makes them. @default true
   */
  readonly createRecords?: boolean;
  /** Tags of the certificate. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A certificate of AWS Certificate Manager in the Region of the provider, proved by records in a zone and renewed by AWS
 * as long as they stay. Its ARN is that of the validation: what takes it waits until the certificate is issued.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class Certificate extends Construct {
  /** ARN of the issued certificate. */
  readonly certificateArn: string;
  /** The certificate itself, for what no prop covers. */
  readonly resource: AcmCertificate;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    checkCertificate(this.node.path, props);
    const { domainName, subjectAlternativeNames = [], createRecords = true, tags } = props;

    this.resource = new AcmCertificate(this, 'Resource', {
      domainName,
      // AWS adds the first name by itself: an empty set would be a change in every plan.
      subjectAlternativeNames: subjectAlternativeNames.length > 0 ? [...subjectAlternativeNames] : undefined,
      validationMethod: 'DNS',
      tags,
      lifecycle: newBeforeOld,
    });
    const records = createRecords ? this.createRecords(props) : undefined;
    const validation = new AcmCertificateValidation(this, 'Validation', {
      certificateArn: this.resource.arn,
      validationRecordFqdns: records?.map((record) => record.fqdn),
      lifecycle: newBeforeOld,
    });
    this.certificateArn = validation.certificateArn;
  }

  /**
   * One record for each name, under the name: another name more or less moves none, nor does a wildcard. A name has the
   * same record in every certificate of an account. A new certificate would still replace it, as its values are not known
   * before: the new one would be written over the old one, whose end would then take both away. So changes are ignored.
   */
  private createRecords({
    domainName,
    subjectAlternativeNames = [],
    zone,
  }: CertificateProps): Route53Record[] {
    const scope = new Construct(this, 'Records');
    return [...provedNames([domainName, ...subjectAlternativeNames])].map(([id, name]) => {
      return new Route53Record(scope, id, {
        zoneId: zone.zoneId,
        name: this.wanted(name, 'resource_record_name'),
        type: this.wanted(name, 'resource_record_type'),
        records: [this.wanted(name, 'resource_record_value')],
        ttl: 60,
        // The same record proves every certificate of an account that has the name.
        allowOverwrite: true,
        lifecycle: { ignoreChanges: ['name', 'type', 'records'] },
      });
    });
  }

  /** What AWS wants to see for a name. The options are a set, so there is no position to go by. */
  private wanted(name: string, attribute: string): string {
    const { terraformResourceType, friendlyUniqueId } = this.resource;
    const options = `${terraformResourceType}.${friendlyUniqueId}.domain_validation_options`;
    return `\${one([for it in ${options} : it.${attribute} if it.domain_name == "${name}"])}`;
  }
}
