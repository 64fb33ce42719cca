import { ApiGatewayBasePathMapping } from '@cdktf/provider-aws/lib/api-gateway-base-path-mapping';
import { ApiGatewayDomainName } from '@cdktf/provider-aws/lib/api-gateway-domain-name';
import { Apigatewayv2ApiMapping } from '@cdktf/provider-aws/lib/apigatewayv2-api-mapping';
import { Apigatewayv2DomainName } from '@cdktf/provider-aws/lib/apigatewayv2-domain-name';
import { isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import type { AliasTargetRef, HttpApiRef, RestApiRef } from '@mcp-fleet/refs';
import { Construct } from 'constructs';
import { checkHost } from './host-checks';

/** Props of {@link ApiDomain}. */
export interface ApiDomainProps {
  /** The host, `mcp.example.com`. One API of an account and Region has it. */
  readonly host: string;
  /** ARN of an issued certificate for the host, in the API's Region. */
  readonly certificateArn: string;
  /** The HTTP API or REST API that answers. */
  readonly api: HttpApiRef | RestApiRef;
  /** Name of the stage, as the stage itself gives it: so it exists before it is mapped. */
  readonly stageName: string;
  /** Tags of the domain name. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

const CERTIFICATE = /^arn:[^:]+:acm:[^:]+:\d{12}:certificate\/.+$/;
const TLS = 'TLS_1_2';
const REGIONAL = 'REGIONAL';

/**
 * The host of an API: a Regional domain name with TLS 1.2 or newer, mapped to a stage at its root, so that no prefix
 * enters paths. Records lead the host to `target`. The API's own endpoint stays open unless the API switches it off.
 *
 * HTTP APIs have the domain names of the second API version, REST APIs those of the first. From one to the other the
 * domain name is made anew, and a host has only one: take the domain away and apply, then add the new one.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class ApiDomain extends Construct {
  /** Target of alias records of the host. */
  readonly target: AliasTargetRef;
  /** `https://<host>` */
  readonly url: string;
  /** The domain name itself, for what no prop covers. */
  readonly resource: ApiGatewayDomainName | Apigatewayv2DomainName;

  constructor(scope: Construct, id: string, props: ApiDomainProps) {
    super(scope, id);
    checkApiDomain(this.node.path, props);
    const { api } = props;
    const { resource, target } =
      'restApiId' in api ? this.restDomain(api, props) : this.httpDomain(api, props);
    this.resource = resource;
    this.target = target;
    this.url = `https://${props.host}`;
  }

  private httpDomain(
    { apiId }: HttpApiRef,
    { host: domainName, certificateArn, stageName, tags }: ApiDomainProps,
  ) {
    const resource = new Apigatewayv2DomainName(this, 'Resource', {
      domainName,
      domainNameConfiguration: { certificateArn, endpointType: REGIONAL, securityPolicy: TLS },
      tags,
    });
    new Apigatewayv2ApiMapping(this, 'Mapping', { apiId, domainName: resource.id, stage: stageName });
    const { targetDomainName, hostedZoneId } = resource.domainNameConfiguration;
    return { resource, target: { dnsName: targetDomainName, zoneId: hostedZoneId } };
  }

  private restDomain(
    { restApiId: apiId }: RestApiRef,
    { host: domainName, certificateArn: regionalCertificateArn, stageName, tags }: ApiDomainProps,
  ) {
    const resource = new ApiGatewayDomainName(this, 'Resource', {
      domainName,
      regionalCertificateArn,
      endpointConfiguration: { types: [REGIONAL] },
      securityPolicy: TLS,
      tags,
    });
    new ApiGatewayBasePathMapping(this, 'Mapping', { apiId, domainName: resource.domainName, stageName });
    return { resource, target: { dnsName: resource.regionalDomainName, zoneId: resource.regionalZoneId } };
  }
}

function checkApiDomain(path: string, { host, certificateArn, api, stageName }: ApiDomainProps): void {
  const checks = checkHost(new PropChecks(path), 'host', host).must(
    isUnresolved(certificateArn) || CERTIFICATE.test(certificateArn),
    {
      prop: 'certificateArn',
      value: certificateArn,
      rule: 'the ARN of a certificate is arn:<partition>:acm:<region>:<account>:certificate/<id>',
      fix: 'give the ARN of a certificate for the host',
    },
  );
  if ('restApiId' in api || stageName !== '$default') {
    checks.within('stageName', limits.restApi.stageName, stageName, 'give the name of the stage');
  }
  checks.done();
}
