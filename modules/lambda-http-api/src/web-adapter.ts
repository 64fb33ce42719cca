import { router } from '@mcp-fleet/core';

/** Choices of the Lambda Web Adapter. */
export interface WebAdapterOptions {
  /**
   * Answers are streamed. Only right where the caller of the function reads a stream (a REST API in `STREAM` mode, a
   * function URL in `RESPONSE_STREAM` mode); never behind an HTTP API. @default false
   */
  readonly streaming?: boolean;
  /** Keep waiting for readiness in the first call where 10 seconds of init were not enough. @default false */
  readonly asyncInit?: boolean;
}

/** Every variable of the Lambda Web Adapter that a function of this module can have: a closed set. */
export interface WebAdapterVariables {
  /** Port that the router listens on. */
  readonly AWS_LWA_PORT: string;
  /** Path that the adapter asks until the router is ready. */
  readonly AWS_LWA_READINESS_CHECK_PATH: string;
  /** The adapter's own default takes 100 to 499 for healthy. */
  readonly AWS_LWA_READINESS_CHECK_HEALTHY_STATUS: string;
  /** Whole answers, or the response stream of Lambda. */
  readonly AWS_LWA_INVOKE_MODE: 'buffered' | 'response_stream';
  /** Present if readiness may take longer than the init phase. @default - the init phase fails */
  readonly AWS_LWA_ASYNC_INIT?: 'true';
}

/** Prefix of the names of the adapter's variables. */
export const WEB_ADAPTER_PREFIX = 'AWS_LWA_';

/** The adapter's variables of a function. They count towards Lambda's 4,096 bytes. */
export function webAdapterVariables({ streaming, asyncInit }: WebAdapterOptions = {}): WebAdapterVariables {
  return {
    AWS_LWA_PORT: String(router.port),
    AWS_LWA_READINESS_CHECK_PATH: router.healthPath,
    AWS_LWA_READINESS_CHECK_HEALTHY_STATUS: '200-399',
    AWS_LWA_INVOKE_MODE: streaming ? 'response_stream' : 'buffered',
    ...(asyncInit ? { AWS_LWA_ASYNC_INIT: 'true' } : {}),
  };
}
