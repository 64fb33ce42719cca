import { checkAllowedOrigins, checkThrottle, limits, PropChecks } from '@mcp-fleet/core';
import { accessLogGroupName } from './access-log';
import type { RestApiProps } from './rest-api';
import type { RestApiStageProps } from './rest-api-stage';

/**
 * Checks the props of an API.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkRestApi(path: string, { name, host, paths, allowedOrigins = [] }: RestApiProps): void {
  const { restApi, logs, route53 } = limits;
  const checks = new PropChecks(path)
    .within('name', restApi.name, name)
    .within('name', logs.logGroupName, accessLogGroupName(name), 'use these characters in the name')
    .within('host', route53.host, host, 'write it like mcp.example.com')
    .must(Object.keys(paths).length > 0, {
      prop: 'paths',
      value: paths,
      rule: 'an API without paths cannot be deployed',
      fix: 'add the paths of a server',
    });
  checkAllowedOrigins(checks, allowedOrigins);
  checks.done();
}

/**
 * Checks the props of a stage.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkRestApiStage(path: string, props: RestApiStageProps): void {
  const checks = new PropChecks(path).within(
    'accessLogRetentionDays',
    limits.logs.retentionDays,
    props.accessLogRetentionDays,
  );
  if (props.throttle) checkThrottle(checks, 'throttle', props.throttle, limits.restApi);
  for (const [instance, throttle] of Object.entries(props.throttles ?? {})) {
    checkThrottle(checks, `throttles.${instance}`, throttle, limits.restApi);
  }
  checks.done();
}
