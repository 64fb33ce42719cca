'use strict';
const { spawnSync } = require('node:child_process');
const { delimiter, join } = require('node:path');

const PROGRAM = 'mcp-fleet';
const NAMES = ['@mcp-fleet/nx', './libs/nx/plugin.cjs'];

/**
 * Asks the command of the workspace for the files of something new, and puts them into the tree. The rules of
 * environments and manifests are the command's.
 *
 * @param {import('nx/src/generators/tree').Tree} tree
 * @param {readonly string[]} words after `mcp-fleet add`
 * @param {Readonly<Record<string, unknown>>} options the command's, in the spelling of Nx; what is undefined is left out
 * @throws {Error} what the command reports, without a stack trace
 */
function addFiles(tree, words, options) {
  const [program, ...given] = commandOf(tree).split(' ');
  const [kind, ...rest] = words;
  const args = [...given, 'add', kind, ...flagsOf(options), '--json', '--', ...rest];
  const bin = join(tree.root, 'node_modules/.bin');
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: tree.root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` },
  });
  if (error) throw told(`${program} does not start: ${error.message}`);
  if (status !== 0) throw told(stderr.trim());
  const { files, notes, next } = JSON.parse(stdout);
  for (const { path, text } of files) tree.write(path, text);
  return () => console.log(['', ...notes, `Next: ${next}`].join('\n'));
}

function commandOf(tree) {
  const { plugins = [] } = JSON.parse(tree.read('nx.json', 'utf8') ?? '{}');
  const own = plugins.find((plugin) => NAMES.includes(plugin.plugin));
  return own?.options?.command ?? PROGRAM;
}

function flagsOf(options) {
  return Object.entries(options).flatMap(([name, value]) => {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return [value ?? []].flat().map((one) => `${flag}=${one}`);
  });
}

/** Nx prints the stack of an error where there is one. */
function told(message) {
  const error = new Error(message);
  error.stack = message;
  return error;
}

module.exports = { addFiles, told };
