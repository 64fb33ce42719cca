import { environmentFile } from './environment-file';

/** A valid environment, which each case breaks in one place. */
export const validEnvironment = {
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: {
    tools: {
      target: 'lambda',
      topology: 'per-server',
      servers: { notes: { settings: { NOTES_URL: 'https://notes.example.com' } } },
    },
  },
};

const notes = {
  name: 'com.example/notes',
  description: 'Keeps notes.',
  version: '1.2.0',
  packages: [
    {
      registryType: 'npm',
      identifier: '@example/notes-mcp',
      version: '1.2.0',
      transport: { type: 'stdio' },
      environmentVariables: [
        { name: 'NOTES_URL', description: 'Address of the notes.', isRequired: true },
        { name: 'NOTES_TOKEN', description: 'Token of a user.', isSecret: true, isRequired: true },
        { name: 'NOTES_ORDER', description: 'Order of lists.', choices: ['newest', 'oldest'] },
        { name: 'NOTES_PAGE', description: 'Notes on a page.', format: 'number' },
        { name: 'NOTES_DRAFTS', description: 'Lists drafts too.', format: 'boolean' },
        { name: 'NOTES_USER', description: 'User to sign in as.' },
        { name: 'NOTES_TENANT', description: 'Tenant to sign in to.' },
      ],
    },
  ],
};

/** The valid project: an environment, and a server that is only in tests. */
export const validFiles: Readonly<Record<string, string>> = {
  'environments/dev/environment.ts': environmentFile(validEnvironment),
  'servers/notes/server.json': json(notes),
};

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A server of the valid project under another key, with facts beside it. */
export function server(key: string, deployment?: unknown, change: object = {}): Record<string, string> {
  const files: Record<string, string> = { [`servers/${key}/server.json`]: json({ ...notes, ...change }) };
  if (deployment !== undefined) files[`servers/${key}/deployment.json`] = json(deployment);
  return files;
}
