import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { AccountLogging, LambdaRestApi } from '@mcp-fleet/lambda-rest-api';
import type { AnsweringFunctionRef } from '@mcp-fleet/refs';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';

/** The functions that the front door leads to. */
export interface CompleteFunctions {
  /** Runs two servers, and streams. */
  readonly oncall: AnsweringFunctionRef;
  /** Runs one, and does not. */
  readonly gitlab: AnsweringFunctionRef;
}

/** Two servers that share a function with streamed answers, and one with whole answers. */
export class CompleteStack extends TerraformStack {
  constructor(scope: Construct, id: string, functions: CompleteFunctions) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    const door = new LambdaRestApi(this, 'oncall', {
      name: 'production-oncall',
      description: 'MCP servers for people on call',
      functions: { oncall: functions.oncall, gitlab: functions.gitlab },
      servers: {
        pagerduty: { function: 'oncall' },
        servicenow: { function: 'oncall' },
        gitlab: { function: 'gitlab', throttle: { requestsPerSecond: 20, burst: 40 } },
      },
      metadata: true,
      allowedOrigins: ['https://chat.example.com'],
      throttle: { requestsPerSecond: 200, burst: 400 },
      accessLogRetentionDays: 90,
      tracing: true,
      tags: { Deployment: 'oncall' },
    });
    new TerraformOutput(this, 'endpoint', { value: door.endpointUrl });
    new TerraformOutput(this, 'servers', { value: door.serverUrls });
  }
}

/** What all REST APIs of an account and Region log with: once, in a stack of its own. */
export class AccountStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'us-east-1' });
    new AccountLogging(this, 'rest-api-logs');
  }
}
