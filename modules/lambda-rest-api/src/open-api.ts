import { gatewayResponses } from './gateway-responses';

/** A method of REST APIs, as OpenAPI writes it. */
export type RestMethod = 'delete' | 'get' | 'options' | 'post';

/** Call of a function by API Gateway, in the words of its OpenAPI extension. */
export interface RestIntegration {
  /** Lambda proxy: the request and the answer are passed on as they are. */
  readonly type: 'aws_proxy';
  /** Method by which API Gateway calls Lambda, whatever the method of the request. */
  readonly httpMethod: 'POST';
  /** The function's alias, for a streamed or a whole answer. */
  readonly uri: string;
  /** Longest wait for the function, in milliseconds. */
  readonly timeoutInMillis: number;
  /** Set where the `uri` asks for a stream: AWS refuses one without the other. */
  readonly responseTransferMode?: 'STREAM';
}

/** One method of a resource. */
export interface RestOperation {
  /** OpenAPI wants the key; a proxied answer is passed on as it is. */
  readonly responses: Readonly<Record<string, never>>;
  /** Call of the function. */
  readonly 'x-amazon-apigateway-integration': RestIntegration;
}

/** Routes of a REST API: methods by path. */
export type RestPaths = Readonly<Record<`/${string}`, Readonly<Partial<Record<RestMethod, RestOperation>>>>>;

/** Content of an API's document. */
export interface RestDocument {
  /** Name of the API. */
  readonly name: string;
  /** Description of the API; undefined: none. */
  readonly description: string | undefined;
  /** Methods of all paths. */
  readonly paths: RestPaths;
  /** Origins that may read the API's own errors; empty: none. */
  readonly allowedOrigins: readonly string[];
}

/** The whole API as one OpenAPI document. Paths are sorted, so that their order in code is no change. */
export function openApi({ name, description, paths, allowedOrigins }: RestDocument): string {
  const sorted = Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: name, description, version: '1' },
    paths: Object.fromEntries(sorted),
    'x-amazon-apigateway-gateway-responses': gatewayResponses(allowedOrigins),
  });
}
