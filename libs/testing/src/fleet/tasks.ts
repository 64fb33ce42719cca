import { json, validEnvironment } from './base';
import type { Change } from './environment-file';
import { environmentFile, merge } from './environment-file';

export const settings = { NOTES_URL: 'https://notes.example.com' };
export const certificateArn =
  'arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555';
/** The valid environment in tasks: with certificate and host, unless the change says otherwise. */
export const tasks = (tools: Change = {}, change: Change = {}): Change => ({
  deployments: { tools: { target: 'fargate', certificateArn, host: 'mcp.example.com', ...tools } },
  ...change,
});
export const notes = (change: Change): Change => tasks({ servers: { notes: change } });
export const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`notes-${i + 1}`, { server: 'notes', settings }]),
  );
/** A protected environment that lacks nothing else. */
export const guarded: Change = {
  protected: true,
  state: { s3: { bucket: 'acme-terraform-state', region: 'us-east-1' } },
};
export const pins = {
  'environments/dev/images.json': json({
    'mcp-servers/dev/notes': {
      digest: `sha256:${'0'.repeat(64)}`,
      tag: 'v1.2.0-000000000000',
      architecture: 'arm64',
      contents: { notes: '1.2.0', router: '0.1.0' },
    },
  }),
};
export const atEdge = { issuer: 'https://login.example.com/', audiences: ['mcp'], alsoAt: 'edge' };

/** Another environment, in tasks too. */
export const staging = (change: Change = {}): Record<string, string> => ({
  'environments/staging/environment.ts': environmentFile(
    merge(validEnvironment, { name: 'staging', ...tasks({ host: 'mcp.staging.example.com' }), ...change }),
  ),
});
