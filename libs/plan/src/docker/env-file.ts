import type { Deployment, Instance, PlanContext } from '../context';
import type { EnvFileSecret, EnvFileVariable } from '../model/docker-plan';
import { ACCESS_SECRET, accessMode, hasSecrets, secretKeys } from '../secrets';

/** The line with the tokens of the front doors. */
const TOKENS = 'MCP_TOKEN';

/** What the .env of an environment holds, by instance and in the order of the file; `access` holds the tokens. */
export function planEnvFile(
  context: PlanContext,
  deployments: readonly Deployment[],
): Record<string, EnvFileSecret> {
  const instances = deployments.flatMap((deployment) => deployment.instances).filter(hasSecrets);
  const uses = countNames(instances);
  return {
    ...(accessMode(context) === 'token' ? { [ACCESS_SECRET]: tokens() } : {}),
    ...Object.fromEntries(instances.map((instance) => [instance.name, secretOf(instance, uses)])),
  };
}

function tokens(): EnvFileSecret {
  return {
    title: 'Tokens that open the front doors',
    variables: [
      {
        key: 'tokens',
        variable: TOKENS,
        qualified: TOKENS,
        required: true,
        description: 'At least 16 characters; several are joined by commas.',
      },
    ],
    oneOf: [],
  };
}

function secretOf(instance: Instance, uses: ReadonlyMap<string, number>): EnvFileSecret {
  const { server, name } = instance;
  const { required, oneOf } = secretKeys(instance);
  const variables = secretInputs(instance).map((input): EnvFileVariable => {
    const short = shortName(input.name);
    const qualified = `${shortName(name)}__${short}`;
    return {
      key: input.name,
      variable: uses.get(short) === 1 ? short : qualified,
      qualified,
      required: required.includes(input.name),
      ...(input.description ? { description: input.description } : {}),
    };
  });
  return { title: server.title ? `${name}: ${server.title}` : name, variables, oneOf };
}

/** How many instances have a secret of a name: one that belongs to two is never given to both by accident. */
function countNames(instances: readonly Instance[]): Map<string, number> {
  const uses = new Map([[TOKENS, 1]]);
  for (const name of instances.flatMap(secretInputs).map((input) => shortName(input.name))) {
    uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return uses;
}

function secretInputs({ server }: Instance) {
  return server.inputs.filter((input) => input.secret);
}

/** A name as a line of .env has it: `--api-key` is API_KEY. */
function shortName(name: string): string {
  return name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}
