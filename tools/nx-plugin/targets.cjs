'use strict';

const FLEET = 'node -C @mcp-fleet/source -r ./apps/fleet/typescript-hook.cjs apps/fleet/src/cli.ts';

/**
 * The Nx targets of an environment. A new one (plan, deploy, destroy, outputs) is a line here and a function below;
 * only what depends on files alone may be cached.
 *
 * @param {{ name: string, servers: string[], related: string[] }} environment folders it reads; `*` is every server
 */
function environmentTargets(environment) {
  return {
    synth: synth(environment),
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

/** @nx/eslint infers this for folders with a package.json only; inputs are the target defaults in nx.json. */
function lint() {
  return { command: 'eslint .', options: { cwd: '{projectRoot}' }, cache: true };
}

module.exports = { environmentTargets };
