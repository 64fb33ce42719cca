'use strict';
/**
 * Lets Node load this repository's TypeScript: `node -r ./apps/fleet/typescript-hook.cjs file.ts`.
 * It only strips types (swc), so it starts faster and lighter than ts-node; `npm run typecheck` checks them.
 */
const { transformSync } = require('@swc/core');
const { addHook } = require('pirates');

// Stack traces of ours are printed only for who asks. Node would read the source maps of all packages for them: a third
// more time and 30 MB. A user's own files always have a map: errors in them are said with their line.
const debug = Boolean(process.env.MCP_FLEET_DEBUG) || process.argv.includes('--debug');
if (debug) process.setSourceMapsEnabled(true);

/** Kept in step with jest.preset.cjs and tsconfig.base.json. */
const options = {
  jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  // Packages are loaded when they are first used: an environment without tasks never loads what makes them.
  module: { type: 'commonjs', lazy: true },
  swcrc: false,
  configFile: false,
};

const ours = /[\\/](?:apps|libs|modules|tools)[\\/][^\\/]+[\\/]src[\\/]/;

function compile(code, filename) {
  const sourceMaps = debug || !ours.test(filename) ? 'inline' : false;
  return transformSync(code, { ...options, sourceMaps, filename }).code;
}

addHook(compile, {
  exts: ['.ts', '.cts'],
  ignoreNodeModules: true,
});
