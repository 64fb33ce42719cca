import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serverSpec } from '../../src/images';
import { makeContext, removeContext } from '../../src/images/build/context';
import { npm } from './manifests';

test('what an image gets can be read by its user, whatever the umask of who builds it', () => {
  const before = process.umask(0o077);
  let folder: string | undefined;
  try {
    folder = makeContext(serverSpec(npm, 'arm64'), { serversFolder: '/nowhere' });
    const mode = (path: string) => statSync(join(folder ?? '', path)).mode & 0o777;
    const paths = readdirSync(folder, { recursive: true }).map(String).sort();
    expect(paths).toEqual(['Dockerfile', 'lock', 'servers.json']);
    expect(paths.map(mode)).toEqual([0o644, 0o755, 0o644]);
  } finally {
    process.umask(before);
    if (folder !== undefined) removeContext(folder);
  }
});
