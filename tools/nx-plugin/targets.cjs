'use strict';

const NODE = 'node -C @mcp-fleet/source -r ./apps/fleet/typescript-hook.cjs';
const FLEET = `${NODE} apps/fleet/src/cli.ts`;
const DEPLOY = `${NODE} tools/deploy/src/cli.ts`;

/**
 * The Nx targets of an environment. A new one is a line here and a function below; only what depends on files alone
 * may be cached.
 *
 * @param {{ name: string, servers: string[], related: string[] }} environment folders it reads; `*` is every server
 */
function environmentTargets(environment) {
  return {
    synth: synth(environment),
    plan: withAws(environment, 'plan', 'Says what a deploy would change, also as plan.md for a pull request'),
    deploy: withAws(environment, 'deploy', 'Foundation, then images and secrets are checked, then the rest'),
    destroy: withAws(environment, 'destroy', 'Takes the whole environment down'),
    bootstrap: withAws(environment, 'bootstrap', 'The bucket of the states, once for an account'),
    outputs: withAws(environment, 'outputs', 'Addresses, functions, logs, and configuration of MCP clients'),
    lint: lint(),
  };
}

function synth({ name, servers, related }) {
  return {
    command: `${FLEET} synth ${name} --out dist/cdktf/${name}`,
    cache: true,
    inputs: [
      '{projectRoot}/**/*',
      '^production',
      ...servers.map((server) => `{workspaceRoot}/servers/${server}/**/*`),
      ...related.map((other) => `{workspaceRoot}/environments/${other}/**/*`),
      { externalDependencies: ['cdktf', 'constructs', '@cdktf/provider-aws', 'zod'] },
    ],
    outputs: [`{workspaceRoot}/dist/cdktf/${name}`],
    metadata: { description: `Checks the environment and writes its Terraform to dist/cdktf/${name}` },
  };
}

/** What asks AWS: its answer is not in files, so that nothing is cached. It synthesises by itself. */
function withAws({ name }, verb, description) {
  return {
    command: `${DEPLOY} ${verb} ${name} --out dist/cdktf/${name}`,
    cache: false,
    metadata: { description },
  };
}

/** @nx/eslint infers this for folders with a package.json only; inputs are the target defaults in nx.json. */
function lint() {
  return { command: 'eslint .', options: { cwd: '{projectRoot}' }, cache: true };
}

module.exports = { environmentTargets };
