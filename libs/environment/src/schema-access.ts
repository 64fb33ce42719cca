import { z } from 'zod';

const origin = z
  .string()
  .regex(
    /^https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[::1\])(?::\d{1,5})?$/,
    'an origin is scheme, host and port in lower case, as browsers send it (https://app.example.com); each is named, * is none',
  );

const allowedOrigins = z
  .array(origin)
  .min(1, 'name at least one origin, or leave allowedOrigins out')
  .optional()
  .describe('Web pages that may call from a browser. Default: none, CORS is off.');

const httpsUrl = z
  .string()
  .regex(/^https:\/\/[^\s/?#]+(\/[^\s?#]*)?$/, 'an issuer is an https:// address without query');

const jwksUri = z
  .string()
  .max(256, 'a load balancer takes an address of at most 256 characters')
  .regex(
    /^https:\/\/[^\s/?#]+\/[^\s?#]+$/,
    'keys are read from an https:// address with a path, without query',
  );

const jwt = z.strictObject({
  issuer: httpsUrl.describe('Issuer of the tokens, exactly as in their iss claim.'),
  audiences: z
    .array(z.string().min(1, 'an audience is not empty'))
    .min(1, 'name at least one audience: without one, any token of the issuer would do')
    .max(50, 'an HTTP API takes at most 50 audiences [docs:apigateway/http-api-quotas]')
    .describe('Accepted audiences; a token needs one of them.'),
  scopes: z
    .array(z.string().min(1, 'a scope is not empty'))
    .max(10, 'a route takes at most 10 scopes [docs:apigateway/http-api-quotas]')
    .optional()
    .describe('Accepted scopes; a token needs one of them. Default: none is asked for.'),
  jwksUri: jwksUri
    .optional()
    .describe(
      "Where the issuer's public keys are. Only a load balancer that checks tokens itself needs it: alsoAt 'edge' with target fargate. Default: as the issuer's metadata says.",
    ),
  alsoAt: z
    .literal('edge')
    .optional()
    .describe(
      "'edge': API Gateway or the load balancer checks the token too, before anything runs; clients then find the issuer by the well-known path alone. Default: the router checks.",
    ),
});

const object = z.strictObject({
  public: z.literal(true).optional().describe('Anyone may call.'),
  token: z
    .literal(true)
    .optional()
    .describe('Callers hold one of the tokens in the secret mcp/<environment>/access.'),
  jwt: jwt.optional().describe('Callers hold a JSON Web Token of this issuer.'),
  allowedOrigins,
});

/** Exactly one way in, or a word for those that need nothing else. */
export const accessSchema = z.union([z.enum(['public', 'token']), object]);
