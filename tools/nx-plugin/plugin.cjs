'use strict';
/**
 * Nx plugin: every `environments/<name>/environment.ts` and every `servers/<name>/server.json` is a project. An
 * environment depends on the app, the servers it names and the environments it shares images with, so that
 * `nx affected -t synth` is exactly the environments whose Terraform can change.
 */
const { readFileSync, readdirSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { readServers } = require('./environment-file.cjs');
const { relateEnvironments } = require('./related-environments.cjs');
const { environmentTargets } = require('./targets.cjs');

const APP = '@mcp-fleet/fleet';

exports.name = '@mcp-fleet/nx-plugin';

exports.createNodesV2 = [
  '{environments/*/environment.ts,servers/*/server.json}',
  (files, _options, context) => {
    const environmentFiles = files.filter((file) => basename(file) === 'environment.ts');
    const serverFiles = files.filter((file) => basename(file) === 'server.json');
    const servers = serverFiles.map(folderName).sort();
    const related = relateEnvironments(
      Object.fromEntries(
        environmentFiles.map((file) => [
          folderName(file),
          sourcesOf(join(context.workspaceRoot, dirname(file))),
        ]),
      ),
    );
    return [
      ...environmentFiles.map((file) => {
        const named = readServers(readFileSync(join(context.workspaceRoot, file), 'utf8'));
        return [file, node(file, environmentProject(folderName(file), named, servers, related))];
      }),
      ...serverFiles.map((file) => [file, node(file, { name: folderName(file), tags: ['storey:servers'] })]),
    ];
  },
];

function environmentProject(name, named, servers, related) {
  // Nx refuses a dependency on a project that does not exist; the plan says which server is unknown.
  const known = named === 'all' ? servers : servers.filter((server) => named.includes(server));
  return {
    name,
    projectType: 'application',
    tags: ['storey:environments'],
    implicitDependencies: [APP, ...known, ...related[name]],
    targets: environmentTargets({ name, servers: named === 'all' ? ['*'] : named, related: related[name] }),
  };
}

function node(file, project) {
  const root = dirname(file);
  return { projects: { [root]: { root, ...project } } };
}

function folderName(file) {
  return basename(dirname(file));
}

function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), 'utf8'))
    .join('\n');
}
