import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { AliasTargetRef, HttpApiRef, RestApiRef } from '@mcp-fleet/refs';
import {
  AlarmHealthCheck,
  AliasRecords,
  ApiDomain,
  Certificate,
  EndpointHealthCheck,
  HostedZone,
} from '@mcp-fleet/route53';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** What the hosts lead to. */
export interface CompleteTargets {
  readonly httpApi: HttpApiRef;
  /** Where answers are streamed. */
  readonly restApi: RestApiRef;
  /** Reached from the VPC alone. */
  readonly privateLoadBalancer: AliasTargetRef;
}

/** One Region of a pair: a new zone, an API at the shared host and at one of its Region, a streaming API, a private host. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string, targets: CompleteTargets) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const zone = new HostedZone(this, 'zone', {
      zoneName: 'mcp.example.com',
      create: true,
      comment: 'MCP servers',
      tags: { Environment: 'production' },
    });
    new TerraformOutput(this, 'name-servers', { value: zone.nameServers });
    const { certificateArn } = new Certificate(this, 'certificate', {
      zone,
      domainName: 'mcp.example.com',
      subjectAlternativeNames: ['*.mcp.example.com'],
      tags: { Environment: 'production' },
    });

    const api = { api: targets.httpApi, stageName: '$default', certificateArn };
    const own = new ApiDomain(this, 'own-domain', { ...api, host: 'use1.mcp.example.com' });
    new AliasRecords(this, 'own-records', { zone, host: 'use1.mcp.example.com', target: own.target });
    const shared = new ApiDomain(this, 'domain', { ...api, host: 'mcp.example.com' });
    new AliasRecords(this, 'records', {
      zone,
      host: 'mcp.example.com',
      target: shared.target,
      failover: {
        role: 'primary',
        setIdentifier: 'production-use1',
        healthCheck: new EndpointHealthCheck(this, 'health', {
          host: 'use1.mcp.example.com',
          instance: 'gitlab',
          intervalSeconds: 10,
          failureThreshold: 2,
          tags: { Environment: 'production' },
        }),
      },
    });

    const stream = new ApiDomain(this, 'stream-domain', {
      host: 'stream.mcp.example.com',
      certificateArn,
      api: targets.restApi,
      stageName: 'live',
      tags: { Environment: 'production' },
    });
    new AliasRecords(this, 'stream-records', {
      zone,
      host: 'stream.mcp.example.com',
      target: stream.target,
      ipv6: false,
    });

    new AliasRecords(this, 'private-records', {
      zone,
      host: 'private.mcp.example.com',
      target: targets.privateLoadBalancer,
      failover: {
        role: 'primary',
        setIdentifier: 'production-use1',
        evaluateTargetHealth: true,
        healthCheck: new AlarmHealthCheck(this, 'private-health', {
          alarmName: 'production-private-unhealthy',
          alarmRegion: 'us-east-1',
          insufficientData: 'last-known',
          alarmSettings: { threshold: '1' },
          tags: { Environment: 'production' },
        }),
      },
    });
    new TerraformOutput(this, 'url', { value: shared.url });
  }
}
