import type { ServerManifest } from '@mcp-fleet/catalog';
import { clientFiles } from '../deploy/outputs/client-config';
import { serverOf } from '../smoke';
import type { Mode } from './choose-mode';

/** What a person needs once the server serves. */
export function readyPage({
  manifest,
  mode,
  base,
  hasToken,
}: {
  readonly manifest: ServerManifest;
  readonly mode: Mode;
  readonly base: string;
  readonly hasToken: boolean;
}): string {
  const { key, version, notes = [] } = manifest;
  const { address } = serverOf(base, key);
  const access = hasToken ? 'token' : 'public';
  const files = clientFiles({ environment: 'local', access, servers: { [key]: { address } } });
  return [
    '',
    `${key} ${version} is up, ${mode === 'image' ? 'in a container' : 'as plain processes'}.`,
    '',
    `  address   ${address}`,
    `  access    ${hasToken ? 'the token in MCP_TOKEN' : 'everybody on this computer, no web page; set MCP_TOKEN to ask for a token'}`,
    `  check     npm run smoke -- ${base}`,
    '  end       Ctrl-C',
    ...(notes.length > 0 ? ['', ...notes.map((note) => `  ${note}`)] : []),
    ...files.flatMap(({ client, path, text }) => ['', `${client}: ${path}`, '', text]),
    '',
  ].join('\n');
}
