import type { BadInput } from './case';
import { fileCases } from './cases-files';
import { planCases } from './cases-plan';
import { shapeCases } from './cases-shape';

/** Every way to get something wrong that we know of: drives the tests and docs/errors.md. */
export const badInputs: readonly BadInput[] = [...fileCases, ...shapeCases, ...planCases];
