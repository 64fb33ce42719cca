import { gatewayResponses } from './gateway-responses';

/** A method of REST APIs, as OpenAPI writes it. */
export type RestMethod = 'delete' | 'get' | 'options' | 'post';

/** How API Gateway calls a function, in the words of its OpenAPI extension. */
export interface RestIntegration {
  readonly type: 'aws_proxy';
  /** How API Gateway calls Lambda, whatever the method of the request. */
  readonly httpMethod: 'POST';
  /** The function's alias, for a streamed or a whole answer. */
  readonly uri: string;
  readonly timeoutInMillis: number;
  /** Set where the `uri` asks for a stream: AWS refuses one without the other. */
  readonly responseTransferMode?: 'STREAM';
}

/** One method of a resource. */
export interface RestOperation {
  /** OpenAPI wants the key; a proxied answer is passed on as it is. */
  readonly responses: Readonly<Record<string, never>>;
  readonly 'x-amazon-apigateway-integration': RestIntegration;
}

/** What a REST API routes: methods by path. */
export type RestPaths = Readonly<Record<`/${string}`, Readonly<Partial<Record<RestMethod, RestOperation>>>>>;

/** What an API's document says. */
export interface RestDocument {
  readonly name: string;
  readonly description: string | undefined;
  readonly paths: RestPaths;
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
