import type { AnsweringFunctionRef } from '@mcp-fleet/refs';

/** A function as another team's would be: names and ARNs only. */
export function fn(functionName: string, streaming: boolean): AnsweringFunctionRef {
  const functionArn = `arn:aws:lambda:us-east-1:111122223333:function:${functionName}`;
  const aliasArn = `${functionArn}:live`;
  return {
    functionName,
    functionArn,
    aliasName: 'live',
    aliasArn,
    invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${aliasArn}/invocations`,
    streaming,
    timeoutSeconds: streaming ? 300 : 29,
  };
}
