'use strict';
/**
 * Nx plugin: every `environments/<name>/environment.ts` and every `servers/<name>/server.json` is a project. An
 * environment depends on the app, the servers it names and the environments it shares images with; files of those that
 * it is held against are inputs alone. `nx affected -t synth` is then the environments whose Terraform can change.
 */
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { readPlace, readServers } = require('./environment-file.cjs');
const { comparedEnvironments, relateEnvironments } = require('./related-environments.cjs');
const { environmentTargets, serverTargets } = require('./targets.cjs');

const APP = '@mcp-fleet/fleet';
/** Of every environment; eslint.config.cjs knows it as well. */
const TAG = 'storey:environments';
const INSTALLED = 'npm:mcp-fleet';

exports.name = '@mcp-fleet/nx';

exports.createNodesV2 = [
  '{environments/*/environment.ts,servers/*/server.json}',
  (files, options, context) => {
    const workspace = workspaceOf(context.workspaceRoot, options);
    const environmentFiles = files.filter((file) => basename(file) === 'environment.ts');
    const serverFiles = files.filter((file) => basename(file) === 'server.json');
    const servers = serverFiles.map(folderName).sort();
    const sources = Object.fromEntries(
      environmentFiles.map((file) => [
        folderName(file),
        sourcesOf(join(context.workspaceRoot, dirname(file))),
      ]),
    );
    const related = relateEnvironments(sources);
    const compared = comparedEnvironments(sources);
    return [
      ...environmentFiles.map((file) => {
        const source = readFileSync(join(context.workspaceRoot, file), 'utf8');
        const name = folderName(file);
        const others = { related: related[name], compared: compared[name] };
        const project = environmentProject(name, source, servers, others, workspace);
        return [file, node(file, project)];
      }),
      ...serverFiles.map((file) => [file, node(file, serverProject(folderName(file), workspace))]),
    ];
  },
];

/** A new version of mcp-fleet affects every environment of a team, as a change of the app does here. */
exports.createDependencies = (_options, { projects, externalNodes }) => {
  if (!(INSTALLED in (externalNodes ?? {}))) return [];
  return Object.entries(projects)
    .filter(([, { tags }]) => tags?.includes(TAG))
    .map(([source]) => ({ source, target: INSTALLED, type: 'implicit' }));
};

function workspaceOf(root, options) {
  return {
    ...options,
    isSource: nameOf(join(root, 'apps/fleet/package.json')) === APP,
    hasEslint: readdirSync(root).some((file) => file.startsWith('eslint.config.')),
  };
}

function nameOf(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).name : undefined;
}

function environmentProject(name, source, servers, others, workspace) {
  const named = readServers(source);
  // Nx refuses a dependency on a project that does not exist; the plan says which server is unknown.
  const known = named === 'all' ? servers : servers.filter((server) => named.includes(server));
  return {
    name,
    projectType: 'application',
    tags: [TAG],
    implicitDependencies: [...(workspace.isSource ? [APP] : []), ...known, ...others.related],
    targets: environmentTargets(
      { name, servers: named === 'all' ? ['*'] : named, ...others, place: readPlace(source) },
      workspace,
    ),
  };
}

function serverProject(name, workspace) {
  return { name, tags: ['storey:servers'], targets: serverTargets(name, workspace) };
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
