/** An exact version of an npm package: npm reads `1.2` as a range. */
export const EXACT_NPM = /^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/;

/** An exact version of a PyPI package, such as 1.0, 2024.5.1rc1 or 1!2.0.post1: no operator, no wildcard. */
export const EXACT_PYPI = /^\d[0-9A-Za-z.!+_-]*$/;
