import type { LambdaDeploymentPlan } from '../model/fleet-plan';
import { names } from '../model/names';
import type { AwsTarget, Named } from '../target';

/** Other targets keep clear of these names too: what now is a task may be a function tomorrow. */
export const functionNames: readonly Named[] = [
  {
    what: 'a function or service name',
    nameOf: names.function,
    alsoOf: (environment, deployment, instance) => names.function(environment, deployment, instance, true),
  },
];

export const lambdaTarget: AwsTarget<LambdaDeploymentPlan> = {
  shared: 'image',
  keepsProcesses: false,
  pullsInRegion: true,
  inNetwork: ({ vpc }) => (vpc ? 'functions' : undefined),
  isOpen: () => true,
  scalesTasks: false,
  certificate: {
    isNeeded: ({ host }) => host !== undefined,
    missing: 'a host is served with a certificate for it',
    instead: '',
    owner: 'a Regional API',
    source: 'docs:apigateway/http-api-custom-domain-names',
  },
  named: functionNames,
  images: ({ functions }) => Object.entries(functions).map(([key, { image }]) => [key, image] as const),
  secretReaders: (environment, deployment, instance) =>
    [false, true].map((vpc) => names.function(environment, deployment, instance, vpc)),
};
