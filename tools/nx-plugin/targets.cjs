'use strict';

const NODE = 'node -C @mcp-fleet/source -r ./apps/fleet/typescript-hook.cjs';
/** What is cached runs the app alone: the inputs of the target are then all that it reads. */
const FLEET = `${NODE} apps/fleet/src/cli.ts`;
const CLI = `${NODE} apps/cli/src/main.ts`;

/**
 * The Nx targets of an environment. A new one is a line here and a function below; only what depends on files alone
 * may be cached.
 *
 * @param {{ name: string, servers: string[], related: string[], compared?: string[],
 *   place?: 'aws' | 'laptop' | 'unknown' }} environment folders it reads, `*` is every server, of compared ones the
 *   TypeScript alone; and where it runs, at AWS unless that is said
 */
function environmentTargets(environment) {
  const { place = 'aws' } = environment;
  return {
    ...everywhere(environment),
    ...(place === 'laptop' ? {} : atAws(environment)),
    ...(place === 'aws' ? {} : onLaptop(environment)),
  };
}

function atAws(environment) {
  return {
    bootstrap: withAws(
      environment,
      'bootstrap',
      'The bucket of the states and the role of REST APIs, once for an account',
    ),
    push: withEngine(
      environment,
      'push',
      'Builds and pushes the images that lack, and pins them in images.json',
    ),
  };
}

/** What is watched is on this computer, and nothing of it is in files. */
function onLaptop({ name }) {
  const local = (verb, description) => ({
    command: `${CLI} local ${verb} ${name}`,
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

function everywhere(environment) {
  return {
    synth: synth(environment),
    plan: withAws(environment, 'plan', 'Says what a deploy would change, also as plan.md for a pull request'),
    deploy: withAws(environment, 'deploy', 'Foundation, then images and secrets are checked, then the rest'),
    destroy: withAws(environment, 'destroy', 'Takes the whole environment down'),
    images: withEngine(environment, 'images', 'Builds the images that the environment runs'),
    outputs: withAws(environment, 'outputs', 'Addresses, functions, logs, and configuration of MCP clients'),
    verify: verify(environment),
    ops: ops(environment),
    lint: lint(),
  };
}

function synth({ name, servers, related, compared = [], place = 'aws' }) {
  return {
    command: `${FLEET} synth ${name} --out dist/cdktf/${name}`,
    cache: true,
    inputs: [
      '{projectRoot}/**/*',
      '^production',
      ...servers.map((server) => `{workspaceRoot}/servers/${server}/**/*`),
      ...related.map((other) => `{workspaceRoot}/environments/${other}/**/*`),
      ...compared.map((other) => `{workspaceRoot}/environments/${other}/**/*.ts`),
      // Images of a laptop are for its own processor.
      ...(place === 'aws' ? [] : [{ runtime: 'node -p process.arch' }]),
      {
        externalDependencies: ['cdktf', 'constructs', '@cdktf/provider-aws', '@cdktf/provider-docker', 'zod'],
      },
    ],
    outputs: [`{workspaceRoot}/dist/cdktf/${name}`],
    metadata: { description: `Checks the environment and writes its Terraform to dist/cdktf/${name}` },
  };
}

/** What asks AWS: its answer is not in files, so that nothing is cached. It synthesises by itself. */
function withAws({ name }, verb, description) {
  return {
    command: `${CLI} ${verb} ${name} --out dist/cdktf/${name}`,
    cache: false,
    metadata: { description },
  };
}

/** Asks what runs: its answer is not in files. */
function verify({ name }) {
  return {
    command: `${CLI} verify ${name} --out dist/cdktf/${name}`,
    cache: false,
    metadata: { description: 'Health, tools and one harmless call of every server that is deployed' },
  };
}

/** Its answer changes with environments and servers that no input names: what is printed by hand is not cached. */
function ops({ name }) {
  return {
    command: `${CLI} ops ${name}`,
    cache: false,
    metadata: { description: 'Prints the commands that an operator needs, with the real names' },
  };
}

/** What asks a container engine and a registry: their answer is not in files either. */
function withEngine({ name }, verb, description) {
  return { command: `${CLI} ${verb} ${name}`, cache: false, metadata: { description } };
}

/** @nx/eslint infers this for folders with a package.json only; inputs are the target defaults in nx.json. */
function lint() {
  return { command: 'eslint .', options: { cwd: '{projectRoot}' }, cache: true };
}

/**
 * The Nx targets of a server.
 *
 * @param {string} name its folder
 */
function serverTargets(name) {
  return {
    image: withEngine(
      { name },
      'image',
      'Builds its image, and checks it against servers/images/policy.json',
    ),
    serve: {
      command: `${CLI} serve ${name}`,
      cache: false,
      metadata: {
        description: 'Runs it behind the router on this computer, from its image or as plain processes',
      },
    },
  };
}

module.exports = { environmentTargets, serverTargets };
