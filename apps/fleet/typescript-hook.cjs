'use strict';
/**
 * Lets Node load this repository's TypeScript: `node -r ./apps/fleet/typescript-hook.cjs file.ts`.
 * It only strips types (swc), so it starts faster and lighter than ts-node; `npm run typecheck` checks them.
 */
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { addHook } = require('pirates');
const { version } = require('@swc/core/package.json');
require('./load-when-used.cjs');

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

const made = version + JSON.stringify(options);
/** Compiled files by what they are made from, beside the packages: a fresh `npm ci` starts anew. */
const cache = join(require.resolve('@swc/core/package.json'), '../../../.cache/mcp-fleet');

function compile(code, filename) {
  const sourceMaps = debug || !ours.test(filename) ? 'inline' : false;
  const key = createHash('sha1').update([made, sourceMaps, filename, code].join('\0')).digest('hex');
  const file = join(cache, `${key}.js`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return kept(file, transform(code, filename, sourceMaps));
  }
}

function transform(code, filename, sourceMaps) {
  // Loaded only where something has changed: it is a native library.
  return require('@swc/core').transformSync(code, { ...options, sourceMaps, filename }).code;
}

/** Written under another name first, since several processes may do so at a time. A folder that is read-only is no trouble. */
function kept(file, code) {
  try {
    mkdirSync(cache, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code);
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // It is compiled the next time too.
  }
  return code;
}

addHook(compile, {
  exts: ['.ts', '.cts'],
  ignoreNodeModules: true,
});
