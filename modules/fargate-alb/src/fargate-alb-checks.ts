import { checkFrontDoor, mapRecord, PropChecks, uniqueNames } from '@mcp-fleet/core';
import type { FargateAlbProps } from './fargate-alb';

const WORDS = { one: 'service', all: 'services', where: 'in', door: 'load balancer' } as const;

/**
 * Checks how services and servers fit together; the parts check themselves.
 * @throws FleetErrors with code `invalid-props`, all that is broken at once.
 */
export function checkFargateAlb(path: string, props: FargateAlbProps): void {
  const { servers, services, jwt, plainHttp, taskSubnetIds } = props;
  const checks = new PropChecks(path)
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
  const unique = uniqueNames(checks);
  checkFrontDoor(checks, {
    words: WORDS,
    servers: mapRecord(servers, ({ service }) => service),
    runners: services,
    eachRunner: (prop, { serviceName, targetGroupName, containers }) => {
      unique(`${prop}.serviceName`, serviceName, 'the name of a service');
      unique(`${prop}.targetGroupName`, targetGroupName, 'the name of a target group');
      for (const [container, { logGroupName }] of Object.entries(containers)) {
        unique(`${prop}.containers.${container}`, container, 'the name of a container');
        unique(`${prop}.containers.${container}.logGroupName`, logGroupName, 'a log group');
      }
    },
  });
  checks.done();
}
