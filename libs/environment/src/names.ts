/** Words that mcp-fleet uses itself in stack names, repositories, secrets and paths: no deployment or instance has them. */
export const reservedNames: readonly string[] = [
  'access',
  // Every object has a property of this name, and constructs look their children up by it.
  'constructor',
  'dashboard',
  'foundation',
  'health',
  // The router answers at /mcp itself.
  'mcp',
  'network',
  'router',
];

/** Stacks that come and go with what needs them, and are taken down by the same word as deployments. */
export const retirableStacks: readonly string[] = ['dashboard', 'network'];

/** Names of environments: no hyphen, so that `dev-*` names the stacks of `dev` alone. */
export const ENVIRONMENT_NAME = /^[a-z][a-z0-9]{0,19}$/;

/** Names of deployments and instances: they become parts of paths, host names and AWS names. */
export const NAME = /^(?=.{1,40}$)[a-z](?:-?[a-z0-9])*$/;
