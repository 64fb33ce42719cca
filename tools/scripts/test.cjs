'use strict';
/**
 * npm test: the tests of every package; the last line is the sum. What did not change comes from Nx's cache, its
 * counts too: each package's results are an output of its test target. Further arguments go to Nx.
 */
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { root, run, setUp } = require('./set-up.cjs');

const RESULTS = 'dist/test-results.json';

setUp();
const withJest = ['apps', 'libs', 'modules', 'tools']
  .flatMap((storey) => readdirSync(join(root, storey)).map((name) => join(storey, name)))
  .filter((folder) => existsSync(join(root, folder, 'jest.config.cjs')));
const packages = withJest.filter((folder) => existsSync(join(root, folder, 'test')));
// Jest writes results where there are no tests too, and makes no folder for them.
for (const folder of withJest) {
  const results = join(root, folder, RESULTS);
  rmSync(results, { force: true });
  mkdirSync(dirname(results), { recursive: true });
}

const nx = [join(root, 'node_modules/nx/dist/bin/nx.js'), 'run-many', '--targets=test', '--parallel=2'];
const jest = ['--passWithNoTests', '--json', `--outputFile=${RESULTS}`];
const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_TUI: 'false' };
const nxArgs = ['--output-style=static', ...process.argv.slice(2), '--', ...jest];
const exitCode = run(process.execPath, [...nx, ...nxArgs], { env });

const { passed, failed } = total(packages.map(counts));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = exitCode || (failed > 0 ? 1 : 0);

/** A package without results did not get as far as writing them; a file that does not load counts as one test. */
function counts(folder) {
  const file = join(root, folder, RESULTS);
  if (!existsSync(file)) {
    console.error(`${folder}: no test results`);
    return { passed: 0, failed: 1 };
  }
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

function total(all) {
  const sum = (key) => all.reduce((count, one) => count + one[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}
