import { FleetError } from '@mcp-fleet/core';

/** Where the manifest of a new server comes from. */
export type ServerSource =
  | { readonly kind: 'pasted'; readonly text: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'registry'; readonly name: string }
  | { readonly kind: 'npm' | 'pypi'; readonly package: string }
  | { readonly kind: 'file'; readonly path: string };

/**
 * Reads what a user names: pasted JSON, an address, `npm:<package>`, `pypi:<package>`, `@scope/package`, a name of the MCP
 * registry, or the path of a file.
 */
export function readServerSource(text: string): ServerSource | FleetError {
  const word = text.trim();
  if (word.startsWith('{')) return { kind: 'pasted', text: word };
  if (/^https?:\/\//.test(word)) return { kind: 'url', url: word };
  const [, kind, name = ''] = /^(npm|pypi):(.+)$/.exec(word) ?? [];
  if (kind === 'npm' || kind === 'pypi') return { kind, package: name };
  if (/^@[\w.-]+\/[\w.-]+$/.test(word)) return { kind: 'npm', package: word };
  if (/\.json$/.test(word) || /^[./~]/.test(word)) return { kind: 'file', path: word };
  // Reversed domain, one slash, a name: io.github.owner/weather.
  if (/^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)+\/[\w.-]+$/.test(word)) return { kind: 'registry', name: word };
  return new FleetError({
    code: 'manifest-unreadable',
    path: 'source',
    value: word,
    rule: 'a server comes from server.json (a path or an address), the MCP registry, npm, PyPI, or an entry of mcpServers',
    fix: `write npm:${word || '<package>'} or pypi:${word || '<package>'} for a package, ./<path> for a file`,
  });
}
