'use strict';

/**
 * What differs between a workspace of a team and the repository of mcp-fleet.
 *
 * @typedef {object} Workspace
 * @property {string} [command] runs `mcp-fleet`; default `mcp-fleet`, which Nx finds in node_modules/.bin
 * @property {string} [synthCommand] runs `synth`, the only cached command: its inputs must be all that it reads;
 *   default `command`
 * @property {boolean} [isSource] true if mcp-fleet is a project of the workspace, not an installed package;
 *   default false
 * @property {boolean} [hasEslint] true if the workspace has a configuration of ESLint; default false
 */

/** @type {Workspace} */
const TEAM = {};
const PROGRAM = 'mcp-fleet';
/** What a synthesis from source loads of others. */
const SOURCE_LOADS = ['cdktf', 'constructs', '@cdktf/provider-aws', '@cdktf/provider-docker', 'zod'];

/**
 * The Nx targets of an environment. A new one is a line here and a function below; only what depends on files alone
 * may be cached.
 *
 * @param {{ name: string, servers: string[], related: string[], compared?: string[],
 *   place?: 'aws' | 'laptop' | 'unknown' }} environment folders it reads, `*` is every server, of compared ones the
 *   TypeScript alone; and where it runs, at AWS unless that is said
 * @param {Workspace} workspace where the targets run
 */
function environmentTargets(environment, workspace = TEAM) {
  const { place = 'aws' } = environment;
  const cli = workspace.command ?? PROGRAM;
  return {
    ...everywhere(environment, workspace, cli),
    ...(place === 'laptop' ? {} : atAws(environment, cli)),
    ...(place === 'aws' ? {} : onLaptop(environment, cli)),
  };
}

function atAws(environment, cli) {
  return {
    bootstrap: withAws(
      cli,
      environment,
      'bootstrap',
      'The bucket of the states and the role of REST APIs, once for an account',
    ),
    push: withEngine(
      cli,
      environment,
      'push',
      'Builds and pushes the images that lack, and pins them in images.json',
    ),
  };
}

/** What is watched is on this computer, and nothing of it is in files. */
function onLaptop({ name }, cli) {
  const local = (verb, description) => ({
    command: `${cli} local ${verb} ${name}`,
    cache: false,
    metadata: { description },
  });
  return {
    up: local('up', 'Builds missing images, starts the containers and waits until they are healthy'),
    down: local('down', 'Takes the containers down; images and .env stay'),
    restart: local('restart', 'Starts the containers anew, with .env as it is now'),
    status: local('status', 'A table of all servers and their health'),
    logs: local('logs', 'The last lines of one server, or of all'),
    shell: local('shell', 'A shell beside the container of a server'),
    stats: local('stats', 'CPU and memory of the containers'),
    tools: local('tools', 'Lists the tools of every server and calls a harmless one'),
    'env-example': local('env-example', 'Writes .env.example from the manifests'),
  };
}

function everywhere(environment, workspace, cli) {
  return {
    synth: synth(environment, workspace),
    plan: withAws(
      cli,
      environment,
      'plan',
      'Says what a deploy would change, also as plan.md for a pull request',
    ),
    deploy: withAws(
      cli,
      environment,
      'deploy',
      'Foundation, then images and secrets are checked, then the rest',
    ),
    destroy: withAws(cli, environment, 'destroy', 'Takes the whole environment down'),
    images: withEngine(cli, environment, 'images', 'Builds the images that the environment runs'),
    outputs: withAws(
      cli,
      environment,
      'outputs',
      'Addresses, functions, logs, and configuration of MCP clients',
    ),
    verify: verify(cli, environment),
    ops: ops(cli, environment),
    ...(workspace.hasEslint ? { lint: lint() } : {}),
  };
}

function synth({ name, servers, related, compared = [], place = 'aws' }, workspace) {
  const { command = PROGRAM, synthCommand = command, isSource = false } = workspace;
  return {
    command: `${synthCommand} synth ${name} --out dist/cdktf/${name}`,
    cache: true,
    inputs: [
      '{projectRoot}/**/*',
      // The recipe ends in the tags of images. Of all packages only environments depend on it.
      ...(isSource ? ['^production', '{workspaceRoot}/servers/images/recipe.json'] : []),
      ...servers.map((server) => `{workspaceRoot}/servers/${server}/**/*`),
      ...related.map((other) => `{workspaceRoot}/environments/${other}/**/*`),
      ...compared.map((other) => `{workspaceRoot}/environments/${other}/**/*.ts`),
      // Images of a laptop are for its own processor.
      ...(place === 'aws' ? [] : [{ runtime: 'node -p process.arch' }]),
      // An installed mcp-fleet brings its own dependencies into the hash.
      { externalDependencies: isSource ? SOURCE_LOADS : [PROGRAM] },
    ],
    outputs: [`{workspaceRoot}/dist/cdktf/${name}`],
    metadata: { description: `Checks the environment and writes its Terraform to dist/cdktf/${name}` },
  };
}

/** What asks AWS: its answer is not in files, so that nothing is cached. It synthesises by itself. */
function withAws(cli, { name }, verb, description) {
  return {
    command: `${cli} ${verb} ${name} --out dist/cdktf/${name}`,
    cache: false,
    metadata: { description },
  };
}

/** Asks what runs: its answer is not in files. */
function verify(cli, { name }) {
  return {
    command: `${cli} verify ${name} --out dist/cdktf/${name}`,
    cache: false,
    metadata: { description: 'Health, tools and one harmless call of every server that is deployed' },
  };
}

/** Its answer changes with environments and servers that no input names: what is printed by hand is not cached. */
function ops(cli, { name }) {
  return {
    command: `${cli} ops ${name}`,
    cache: false,
    metadata: { description: 'Prints the commands that an operator needs, with the real names' },
  };
}

/** What asks a container engine and a registry: their answer is not in files either. */
function withEngine(cli, { name }, verb, description) {
  return { command: `${cli} ${verb} ${name}`, cache: false, metadata: { description } };
}

/** @nx/eslint infers this for folders with a package.json only; inputs are the target defaults in nx.json. */
function lint() {
  return { command: 'eslint .', options: { cwd: '{projectRoot}' }, cache: true };
}

/**
 * The Nx targets of a server.
 *
 * @param {string} name its folder
 * @param {Workspace} workspace where the targets run
 */
function serverTargets(name, workspace = TEAM) {
  const cli = workspace.command ?? PROGRAM;
  return {
    image: withEngine(
      cli,
      { name },
      'image',
      'Builds its image, and checks it against servers/images/policy.json',
    ),
    serve: {
      command: `${cli} serve ${name}`,
      cache: false,
      metadata: {
        description: 'Runs it behind the router on this computer, from its image or as plain processes',
      },
    },
  };
}

module.exports = { environmentTargets, serverTargets };
