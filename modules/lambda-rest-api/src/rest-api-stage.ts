import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { serverPaths } from '@mcp-fleet/core';
import { newBeforeOld, type LogGroupRef, type Throttle } from '@mcp-fleet/refs';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { accessLogFormat, accessLogGroupName } from './access-log';
import type { RestApi } from './rest-api';
import { checkRestApiStage } from './rest-api-checks';
import { settingsKey } from './rest-paths';

/** Props of {@link RestApiStage}. */
export interface RestApiStageProps {
  /** The API that is deployed. */
  readonly api: RestApi;
  /** Resources that must exist as long as requests come: permissions of functions. @default [] */
  readonly after?: readonly ITerraformDependable[];
  /** Limit of each method that has none of its own. @default - 1,000 requests a second, 5,000 at once */
  readonly throttle?: Throttle;
  /** Limits of the calls of instances, by their names. @default {} */
  readonly throttles?: Readonly<Record<string, Throttle>>;
  /** Days that access logs are kept. @default 30 */
  readonly accessLogRetentionDays?: number;
  /** Trace requests with X-Ray. @default false */
  readonly tracing?: boolean;
  /** Tags of stage and log group. @default - those of the provider */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The stage's name, the first part of paths at the API's own address; at a domain name of its own there is none. */
const STAGE_NAME = 'live';

/**
 * What an API serves: a deployment, made anew whenever its document changes, on the stage `live`, with access logs,
 * metrics and throttles. AWS writes logs of REST APIs with a role of the account, which must exist before: see
 * {@link AccountLogging}.
 *
 * @throws FleetErrors with code `invalid-props` for what AWS would refuse.
 */
export class RestApiStage extends Construct {
  readonly stageName: string;
  /** `https://<id>.execute-api.<region>.amazonaws.com/live` */
  readonly endpointUrl: string;
  /** Log group of the requests. */
  readonly accessLogGroup: LogGroupRef;
  /** The stage itself, for what no prop covers. */
  readonly resource: ApiGatewayStage;

  constructor(scope: Construct, id: string, props: RestApiStageProps) {
    super(scope, id);
    checkRestApiStage(this.node.path, props);

    const accessLogs = this.createAccessLogs(props);
    this.resource = new ApiGatewayStage(this, 'Resource', {
      restApiId: props.api.restApiId,
      stageName: STAGE_NAME,
      deploymentId: this.createDeployment(props).id,
      accessLogSettings: { destinationArn: accessLogs.arn, format: accessLogFormat },
      xrayTracingEnabled: props.tracing ?? false,
      tags: props.tags,
    });
    this.createSettings('Settings', '*/*', props.throttle ?? { requestsPerSecond: 1000, burst: 5000 });
    const throttles = new Construct(this, 'Throttles');
    for (const [instance, throttle] of Object.entries(props.throttles ?? {})) {
      this.createSettings(instance, settingsKey(serverPaths(instance).mcp, 'POST'), throttle, throttles);
    }

    this.stageName = this.resource.stageName;
    this.endpointUrl = this.resource.invokeUrl;
    this.accessLogGroup = { logGroupName: accessLogs.name, logGroupArn: accessLogs.arn };
  }

  private createAccessLogs({ api, accessLogRetentionDays, tags }: RestApiStageProps): CloudwatchLogGroup {
    return new CloudwatchLogGroup(this, 'AccessLogs', {
      name: accessLogGroupName(api.apiName),
      retentionInDays: accessLogRetentionDays ?? 30,
      tags,
      lifecycle: newBeforeOld,
    });
  }

  /** A snapshot of the API. One cannot be changed, and one that a stage serves cannot be deleted. */
  private createDeployment({ api, after = [] }: RestApiStageProps): ApiGatewayDeployment {
    return new ApiGatewayDeployment(this, 'Deployment', {
      restApiId: api.restApiId,
      // Hashed by Terraform: the ARNs in the document are known to it alone.
      triggers: { document: Fn.sha256(api.resource.body) },
      dependsOn: [...after],
      lifecycle: newBeforeOld,
    });
  }

  /** All settings, since those of one method take the place of the stage's. No data trace: it would log tokens. */
  private createSettings(id: string, methodPath: string, throttle: Throttle, scope: Construct = this): void {
    new ApiGatewayMethodSettings(scope, id, {
      restApiId: this.resource.restApiId,
      stageName: this.resource.stageName,
      methodPath,
      settings: {
        throttlingRateLimit: throttle.requestsPerSecond,
        throttlingBurstLimit: throttle.burst,
        metricsEnabled: true,
        loggingLevel: 'ERROR',
        dataTraceEnabled: false,
      },
    });
  }
}
