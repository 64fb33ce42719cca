import { functionNames } from '../lambda/target';
import type { FargateDeploymentPlan } from '../model/fargate-plan';
import { names } from '../model/names';
import type { AwsTarget, Named } from '../target';

/** Shorter than names of functions: a cut one may be what another one is called. */
const TASKS: readonly Named[] = [
  { what: 'a function or service name', nameOf: names.service },
  { what: 'the name of a target group', nameOf: names.targetGroup },
  { what: 'the name of a load balancer', nameOf: names.loadBalancer, once: true },
  { what: 'the name of a state machine', nameOf: names.secretRefresh, once: true },
];

export const fargateTarget: AwsTarget<FargateDeploymentPlan> = {
  shared: 'task',
  keepsProcesses: true,
  pullsInRegion: false,
  inNetwork: () => 'tasks',
  isOpen: ({ exposure, clients }) => exposure === 'internet' && clients === undefined,
  scalesTasks: true,
  certificate: {
    isNeeded: ({ plainHttp }) => !plainHttp,
    missing:
      'a load balancer serves HTTPS with a certificate; plain HTTP is served only where that is written out',
    instead: ', or plainHttp: true',
    owner: 'a load balancer',
    source: 'docs:elasticloadbalancing/https-listener-certificates',
  },
  named: [...functionNames, ...TASKS],
  images: ({ services }) =>
    Object.values(services).flatMap(({ containers }) =>
      Object.entries(containers).map(([key, { image }]) => [key, image] as const),
    ),
  secretReaders: (environment, deployment, instance) => [
    names.executionRole(names.service(environment, deployment, instance)),
  ],
};
