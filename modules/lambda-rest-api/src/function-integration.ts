import { limits } from '@mcp-fleet/core';
import type { AnsweringFunctionRef } from '@mcp-fleet/refs';
import { Fn } from 'cdktf';
import type { RestIntegration } from './open-api';

/** Milliseconds that API Gateway waits for a function: as long as it can, so that the function ends first. */
export function waitMilliseconds(streaming: boolean): number {
  const { bufferedTimeoutMilliseconds, streamedTimeoutMilliseconds } = limits.restApi;
  return streaming ? streamedTimeoutMilliseconds.max : bufferedTimeoutMilliseconds.max;
}

/**
 * How a REST API calls a function: always the alias, for a stream or a whole answer as the function gives it. One does
 * not read the other, so there is nothing to choose here.
 */
export function functionIntegration({ invokeArn, streaming }: AnsweringFunctionRef): RestIntegration {
  return {
    type: 'aws_proxy',
    httpMethod: 'POST',
    uri: streaming ? streamingArn(invokeArn) : invokeArn,
    timeoutInMillis: waitMilliseconds(streaming),
    ...(streaming ? { responseTransferMode: 'STREAM' as const } : {}),
  };
}

/** The invoke ARN of Lambda's other operation. Made of the plain one, it needs no partition, Region or account. */
function streamingArn(invokeArn: string): string {
  const operation = Fn.replace(invokeArn, ':lambda:path/2015-03-31/', ':lambda:path/2021-11-15/');
  return Fn.replace(operation, '/invocations', '/response-streaming-invocations');
}
