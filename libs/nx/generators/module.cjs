'use strict';
const { execFileSync } = require('node:child_process');
const { readFileSync, readdirSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { told } = require('./ask.cjs');

const TEMPLATE = join(__dirname, '../templates/module');
/** A file that a clone has and a team's workspace has not: modules extend it. */
const CLONE = 'libs/testing/package.json';

/**
 * `nx g @mcp-fleet/nx:module event-bus`: a package with its configuration, a construct to be filled, examples and
 * tests, and its reference in the root tsconfig.json.
 */
module.exports = function module(tree, { name, description, skipInstall = false }) {
  const folder = `modules/${name}`;
  const problem = problemOf(tree, name, folder);
  if (problem) throw told(problem);
  const construct = name.replace(/(?:^|-)(\w)/g, (_, letter) => letter.toUpperCase());
  const values = {
    name,
    construct,
    description: JSON.stringify(description ?? `The module ${name}.`).slice(1, -1),
    aws: peerOf('@cdktf/provider-aws', tree),
    cdktf: peerOf('cdktf', tree),
    constructs: peerOf('constructs', tree),
  };
  for (const [path, text] of templates(values)) tree.write(`${folder}/${path}`, text);
  addReference(tree, `./${folder}`);
  return () => {
    // A long name breaks lines that fit in the template.
    execFileSync('npx', ['--no-install', 'prettier', '--write', '--log-level', 'warn', folder], {
      cwd: tree.root,
      stdio: 'inherit',
    });
    if (!skipInstall) {
      execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
        cwd: tree.root,
        stdio: 'inherit',
      });
    }
    console.log(
      `\nNext: write the props in ${folder}/src/${name}.ts, then npm run docs and npx nx test @mcp-fleet/${name}`,
    );
  };
};

function problemOf(tree, name, folder) {
  if (!tree.exists(CLONE)) {
    return 'A module is made in a clone of mcp-fleet, and this workspace is none: write a package of your own, which uses the published modules.';
  }
  if (!/^[a-z](-?[a-z0-9])*$/.test(name)) {
    return `The name of a module is lower-case letters, digits and single hyphens, beginning with a letter: got ${JSON.stringify(name)}.`;
  }
  return tree.exists(folder) ? `${folder} is there already: choose another name.` : undefined;
}

/** Ranges of peers are the same in every module: those of one that exists. */
function peerOf(name, tree) {
  const { peerDependencies } = JSON.parse(tree.read('modules/ecr/package.json', 'utf8'));
  return peerDependencies[name];
}

/** Names end in `.template`: nothing in this repository compiles, formats or tests them. */
function templates(values) {
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((file) => [
      relative(TEMPLATE, file)
        .split(sep)
        .join('/')
        .replace(/\.template$/, '')
        .replace('__name__', values.name),
      readFileSync(file, 'utf8').replace(/\{\{(\w+)\}\}/g, (_, key) => values[key]),
    ]);
}

function addReference(tree, path) {
  const config = JSON.parse(tree.read('tsconfig.json', 'utf8'));
  config.references.push({ path });
  tree.write('tsconfig.json', `${JSON.stringify(config, undefined, 2)}\n`);
}
