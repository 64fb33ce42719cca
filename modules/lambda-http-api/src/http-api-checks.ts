import { checkAllowedOrigins, checkThrottle, isUnresolved, limits, PropChecks } from '@mcp-fleet/core';
import { accessLogGroupName } from './access-log';
import type { HttpApiProps, JwtAccess } from './http-api';

/**
 * Checks the props of an API.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkHttpApi(path: string, props: HttpApiProps): void {
  const { httpApi, logs } = limits;
  const checks = new PropChecks(path)
    .within('name', httpApi.name, props.name)
    .within('name', logs.logGroupName, accessLogGroupName(props.name), 'use these characters in the name')
    .within('description', httpApi.description, props.description)
    .within('host', limits.route53.host, props.host, 'write it like mcp.example.com')
    .within('corsMaxAgeSeconds', httpApi.corsMaxAgeSeconds, props.corsMaxAgeSeconds)
    .within('accessLogRetentionDays', logs.retentionDays, props.accessLogRetentionDays);
  checkCors(checks, props);
  if (props.throttle) checkThrottle(checks, 'throttle', props.throttle, httpApi);
  if (props.jwt) checkJwt(checks, props.jwt);
  checks.done();
}

function checkCors(checks: PropChecks, { allowedOrigins = [], allowedHeaders = [] }: HttpApiProps): void {
  checkAllowedOrigins(checks, allowedOrigins);
  allowedHeaders.forEach((header, i) =>
    checks.must(isUnresolved(header) || /^[A-Za-z0-9_-]+$/.test(header), {
      prop: `allowedHeaders[${i}]`,
      value: header,
      rule: 'an allowed header is a whole name, without wildcards [docs:apigateway/http-api-cors]',
      fix: 'write the headers out',
    }),
  );
}

function checkJwt(checks: PropChecks, { issuer, audiences, scopes = [] }: JwtAccess): void {
  checks
    .must(isUnresolved(issuer) || /^https:\/\/[^\s?#]+$/.test(issuer), {
      prop: 'jwt.issuer',
      value: issuer,
      rule: 'the issuer is an https URL without query and fragment, exactly as in the iss of its tokens',
      fix: 'give the issuer of the tokens',
    })
    .within('jwt.audiences', limits.httpApi.audiences, audiences.length, 'name the audience of the tokens')
    .within('jwt.scopes', limits.httpApi.scopes, scopes.length);
}
