import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { Lab } from './lab';
import { buildSmall } from './podman';

/** Name in the manifest of the server `foreign`. */
const NAME = 'localhost/lab/foreign:1.0.0';

/**
 * Makes the image that the server `foreign` comes as: like those of the registries, with a working directory, a program
 * that is named relative to it, and a user of its own.
 *
 * @param everything image that the server's files are taken from.
 */
export async function makeForeignImage({ temporary }: Lab, everything: string): Promise<void> {
  const folder = join(temporary, 'foreign');
  mkdirSync(folder, { recursive: true });
  await buildSmall(folder, NAME, [
    'FROM localhost/lab/node',
    `COPY --from=${everything} /app/everything /opt/everything`,
    'WORKDIR /opt/everything',
    'ENV FOREIGN=yes',
    'USER node',
    'ENTRYPOINT ["./node_modules/.bin/mcp-server-everything"]',
    'CMD ["stdio"]',
  ]);
}
