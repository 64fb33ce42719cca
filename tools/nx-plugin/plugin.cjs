'use strict';
/**
 * Nx plugin: every `environments/<name>/environment.ts` and every `servers/<name>/server.json` is a project. An
 * environment depends on the app, the servers it names and the environments it shares images with; files of those that
 * it is held against are inputs alone. `nx affected -t synth` is then the environments whose Terraform can change.
 */
const { readFileSync, readdirSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { readPlace, readServers } = require('./environment-file.cjs');
const { comparedEnvironments, relateEnvironments } = require('./related-environments.cjs');
const { environmentTargets, serverTargets } = require('./targets.cjs');

const APP = '@mcp-fleet/fleet';

exports.name = '@mcp-fleet/nx-plugin';

exports.createNodesV2 = [
  '{environments/*/environment.ts,servers/*/server.json}',
  (files, _options, context) => {
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
        const project = environmentProject(name, source, servers, others);
        return [file, node(file, project)];
      }),
      ...serverFiles.map((file) => [file, node(file, serverProject(folderName(file)))]),
    ];
  },
];

function environmentProject(name, source, servers, others) {
  const named = readServers(source);
  // Nx refuses a dependency on a project that does not exist; the plan says which server is unknown.
  const known = named === 'all' ? servers : servers.filter((server) => named.includes(server));
  return {
    name,
    projectType: 'application',
    tags: ['storey:environments'],
    implicitDependencies: [APP, ...known, ...others.related],
    targets: environmentTargets({
      name,
      servers: named === 'all' ? ['*'] : named,
      ...others,
      place: readPlace(source),
    }),
  };
}

function serverProject(name) {
  return { name, tags: ['storey:servers'], targets: serverTargets(name) };
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
