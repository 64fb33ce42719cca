import { didYouMean, PropChecks } from '@mcp-fleet/core';
import type { FargateAlbProps } from './fargate-alb';
import { checkInstance } from './server-listener-rule';

/**
 * Checks how services and servers fit together; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkFargateAlb(path: string, props: FargateAlbProps): void {
  const { servers, services, jwt, plainHttp, taskSubnetIds } = props;
  const checks = new PropChecks(path)
    .must(Object.keys(servers).length > 0, {
      prop: 'servers',
      value: servers,
      rule: 'a front door has at least one server',
      fix: 'name a server, or leave the load balancer out',
    })
    .must(Object.keys(taskSubnetIds).length > 0, {
      prop: 'taskSubnetIds',
      value: taskSubnetIds,
      rule: 'tasks are in at least one subnet',
      fix: 'give the private subnets of the VPC',
    })
    .must(jwt === undefined || plainHttp !== true, {
      prop: 'jwt',
      value: 'with plainHttp',
      rule: 'only an HTTPS listener checks tokens [docs:elasticloadbalancing/listener-verify-jwt]',
      fix: 'give a certificate, or let the routers check',
    });
  for (const [instance, { service }] of Object.entries(servers)) {
    checkInstance(checks, `servers.${instance}`, instance);
    checks.must(Object.hasOwn(services, service), {
      prop: `servers.${instance}.service`,
      value: service,
      rule: 'a server runs in one of the services',
      fix: didYouMean(service, Object.keys(services)),
    });
  }
  checkServices(checks, props);
  checks.done();
}

function checkServices(checks: PropChecks, { servers, services }: FargateAlbProps): void {
  const used = new Set(Object.values(servers).map(({ service }) => service));
  const names = new Map<string, string>();
  const unique = (prop: string, value: string, what: string): void => {
    const other = names.get(`${what} ${value}`);
    checks.must(other === undefined, {
      prop,
      value,
      rule: `${what} is used once, and ${other} has this one`,
      fix: 'give it a name of its own',
    });
    names.set(`${what} ${value}`, other ?? prop);
  };
  for (const [key, { serviceName, targetGroupName, containers }] of Object.entries(services)) {
    const prop = `services.${key}`;
    checks
      .must(/^(?!constructor$)[A-Za-z0-9][A-Za-z0-9_-]*$/.test(key), {
        prop,
        value: key,
        rule: 'the key of a service is letters, digits, - and _, begins with a letter or digit, and is not "constructor"',
        fix: 'rename it',
      })
      .must(used.has(key), {
        prop,
        value: key,
        rule: 'a service runs at least one server',
        fix: 'remove it',
      });
    unique(`${prop}.serviceName`, serviceName, 'the name of a service');
    unique(`${prop}.targetGroupName`, targetGroupName, 'the name of a target group');
    for (const [container, { logGroupName }] of Object.entries(containers)) {
      unique(`${prop}.containers.${container}`, container, 'the name of a container');
      unique(`${prop}.containers.${container}.logGroupName`, logGroupName, 'a log group');
    }
  }
}
