import type { BadInput } from './case';
import { adviceCases } from './cases-advice';
import { fileCases } from './cases-files';
import { laptopCases } from './cases-laptop';
import { loadBalancerCases } from './cases-load-balancer';
import { nameCases } from './cases-names';
import { networkCases } from './cases-network';
import { planCases } from './cases-plan';
import { restApiCases } from './cases-rest-api';
import { secretCases } from './cases-secrets';
import { shapeCases } from './cases-shape';
import { targetCases } from './cases-targets';
import { taskCases } from './cases-tasks';

/** Every way to get something wrong that we know of: drives the tests and docs/errors.md. */
export const badInputs: readonly BadInput[] = [
  ...fileCases,
  ...shapeCases,
  ...planCases,
  ...taskCases,
  ...loadBalancerCases,
  ...nameCases,
  ...secretCases,
  ...adviceCases,
  ...networkCases,
  ...restApiCases,
  ...targetCases,
  ...laptopCases,
];
