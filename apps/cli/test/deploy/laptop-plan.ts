import type { LaptopFleetPlan } from '@mcp-fleet/plan';

const variable = (key: string, name: string, qualified: string, required = false) => ({
  key,
  variable: name,
  qualified,
  required,
});

function container(name: string, image: string, secrets: readonly string[]) {
  return {
    name,
    image: { name: image, tag: 'v1', architecture: 'arm64', contents: {} },
    secrets,
    router: { access: { mode: 'token' } },
  };
}

/** A laptop with notes and wiki in a container each, and one that shares nothing, as far as commands look at it. */
export function laptopPlan(): LaptopFleetPlan {
  const plan = {
    environment: 'local',
    protected: false,
    state: { kind: 'local' },
    tags: {},
    deployments: {
      tools: {
        name: 'tools',
        stack: 'local-tools',
        target: 'docker',
        containers: {
          notes: container('local-tools-notes', 'mcp-servers/notes', ['access', 'notes']),
          wiki: container('local-tools-wiki', 'mcp-servers/wiki', ['access', 'wiki']),
        },
        instances: { notes: { name: 'notes', server: 'notes', container: 'notes' } },
      },
      other: {
        name: 'other',
        stack: 'local-other',
        target: 'docker',
        containers: { 'multi--server': container('local-other', 'mcp-servers/local-other', ['access']) },
        instances: {},
      },
    },
    retired: [],
    acknowledged: [],
    warnings: [],
    envFile: {
      access: { title: 'Tokens', variables: [variable('tokens', 'MCP_TOKEN', 'MCP_TOKEN', true)], oneOf: [] },
      notes: {
        title: 'notes',
        variables: [variable('TOKEN', 'NOTES__TOKEN', 'NOTES__TOKEN', true)],
        oneOf: [],
      },
      wiki: {
        title: 'wiki',
        variables: [
          variable('TOKEN', 'WIKI__TOKEN', 'WIKI__TOKEN'),
          variable('USER', 'WIKI_USER', 'WIKI__WIKI_USER'),
        ],
        oneOf: [[['TOKEN'], ['USER']]],
      },
    },
  };
  return plan as unknown as LaptopFleetPlan;
}
