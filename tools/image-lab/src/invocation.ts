import type { McpAnswer } from './mcp';

/** Answer of a function in the form of API Gateway. */
interface ProxyAnswer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
}

/** The answer of a function that does not stream. @throws Error where it is an error of Lambda. */
export function bufferedAnswer(payload: Buffer): McpAnswer {
  const answer = JSON.parse(payload.toString('utf8')) as ProxyAnswer;
  const { statusCode, body = '', isBase64Encoded } = answer;
  if (statusCode === undefined)
    throw new Error(`no answer of the function: ${payload.toString('utf8').slice(0, 300)}`);
  return {
    status: statusCode,
    headers: headersOf(answer),
    body: isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body,
  };
}

const PRELUDE_END = Buffer.alloc(8);

/**
 * The answer of a function that streams: a prelude of JSON, eight NUL bytes, and the body as it is.
 *
 * @throws Error where there is no prelude.
 */
export function streamedAnswer(payload: Buffer): McpAnswer {
  const end = payload.indexOf(PRELUDE_END);
  if (end < 0) throw new Error(`an answer without a prelude: ${payload.toString('utf8').slice(0, 300)}`);
  const prelude = JSON.parse(payload.subarray(0, end).toString('utf8')) as ProxyAnswer;
  if (prelude.statusCode === undefined)
    throw new Error(`a prelude without a status: ${JSON.stringify(prelude)}`);
  return {
    status: prelude.statusCode,
    headers: headersOf(prelude),
    body: payload.subarray(end + PRELUDE_END.length).toString('utf8'),
  };
}

function headersOf({ headers = {}, multiValueHeaders = {} }: ProxyAnswer): Record<string, string> {
  const all = [
    ...Object.entries(multiValueHeaders).map(([name, values]) => [name, values.join(', ')] as const),
    ...Object.entries(headers),
  ];
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}
