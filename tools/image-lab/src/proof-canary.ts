import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSmall, podman } from './podman';
import { must } from './report';
import { searchImage } from './search';
import type { World } from './world';

/** Names of the canaries for messages; their values are never printed. */
function namesOf(world: World, found: readonly string[]): string {
  const { build, run, token } = world.canaries;
  const names = { 'of the build': build, 'of the run': run, 'token of the front door': token };
  return Object.entries(names)
    .filter(([, value]) => found.includes(value))
    .map(([name]) => name)
    .join(', ');
}

/** The secrets that builds and servers were given are in no layer, label, history or log. */
export async function proveCanaries(world: World): Promise<void> {
  const { checks, canaries, images, lab } = world;
  const all = Object.values(canaries);
  await checks.group('Canaries', async () => {
    await proveSearch(world);
    for (const [name, image] of Object.entries(images)) {
      await checks.run(`${name}: none in a layer, a label or the history`, async () => {
        const found = await searchImage(image.spec.reference, all);
        must(found.length === 0, `found: the canary ${namesOf(world, found)}`);
      });
    }
    await checks.run(`none in ${world.logs.length} logs of containers`, () => {
      must(world.logs.length > 0 && world.logs.every((log) => log.length > 0), 'a container logged nothing');
      const found = all.filter((canary) => world.logs.some((log) => log.includes(canary)));
      must(found.length === 0, `found: the canary ${namesOf(world, found)}`);
    });
    await checks.run('none in a log of a build', () => {
      const folder = join(lab.folder, 'log/images');
      const logs = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'));
      must(logs.length > 0, 'there are no logs');
      const found = all.filter((canary) => logs.some((log) => log.includes(canary)));
      must(found.length === 0, `found: the canary ${namesOf(world, found)}`);
    });
  });
}

/** A search that finds nothing proves something only if it finds what is there. */
async function proveSearch({ checks, canaries, lab }: World): Promise<void> {
  const { build } = canaries;
  writeFileSync(join(lab.temporary, 'harmless'), '');
  writeFileSync(join(lab.temporary, 'planted'), `x${build}`);
  const planted = {
    'a layer': ['COPY planted /planted'],
    'a label': [`LABEL planted=${build}`],
    'a variable': [`ENV PLANTED=${build}`],
    // The last step of this image takes the value out of its configuration.
    'the history': [`ENV PLANTED=${build}`, 'ENV PLANTED='],
  };
  for (const [where, lines] of Object.entries(planted)) {
    await checks.run(`one that was planted in ${where} is found`, async () => {
      const name = 'localhost/lab/planted';
      await buildSmall(lab.temporary, name, ['FROM scratch', 'COPY harmless /harmless', ...lines]);
      const found = await searchImage(name, [build]);
      await podman(['image', 'rm', '--force', name]);
      must(found.length === 1, 'it was not found');
    });
  }
}
