import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pinBases } from '../../../src/images/pin-bases/pin-bases';
import { checkImage } from '../../../src/images/policy/check-image';
import { reportChecks } from '../../../src/images/policy/check-line';
import { readPolicy } from '../../../src/images/policy/policy';
import { FakeRegistry } from '../fake-registry';
import { fakeTools } from '../fake-tools';
import { layer, savingEngine } from '../image-folder';
import type { SavedImage } from '../image-folder';
import type { BadImage } from './case';
import { dedent } from './case';

const shown = 'servers/images/policy.json';
const policy = readPolicy(join(resolve(__dirname, '../../../../..'), shown));
const good: SavedImage = { layers: [layer({ 'app/notes': { mode: '755' } })] };
const silent = () => undefined;

async function inFolder(run: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-bad-image-'));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const checking =
  (image: SavedImage, limits: Partial<typeof policy> = {}) =>
  () =>
    inFolder(async (folder) => {
      const engine = savingEngine(image);
      const common = {
        engine,
        reference: 'mcp-servers/notes:v1',
        name: 'notes',
        kind: 'go',
        folder,
      } as const;
      const lines = await checkImage({ ...common, policy: { ...policy, ...limits }, find: fakeTools() });
      reportChecks(lines, silent);
    });

export const policyCases: readonly BadImage[] = [
  {
    code: 'image-policy',
    title: 'Too large',
    run: checking(good, { sizeMB: { go: 0.000_001 } }),
    report: dedent`
      notes
        got   "0.0 MB"
        rule  an image of kind go has at most 0.000001 MB, compressed (sizeMB in policy.json)
        fix   leave out what it does not need at run time, or raise the figure where the reason is good
        code  image-policy
    `,
  },
  {
    code: 'image-policy',
    title: 'Root',
    run: checking({ ...good, config: {} }),
    report: dedent`
      notes
        got   "root"
        rule  an image runs as 1000:1000, never as root (user in policy.json)
        fix   write USER 1000:1000 in its last stage
        code  image-policy
    `,
  },
  {
    code: 'image-policy',
    title: 'A file that can be written',
    run: checking({ layers: [layer({ 'app/notes': { mode: '777' } })] }),
    report: dedent`
      notes
        got   "/app/notes"
        rule  1000:1000 can write to nothing but /tmp
        fix   chown it to root and take the right away
        code  image-policy
    `,
  },
  {
    code: 'image-policy',
    title: 'A secret',
    run: checking({ layers: [layer({ 'app/.npmrc': { content: '//r/:_authToken=s3cret-of-npm' } })] }),
    report: dedent`
      notes
        got   "npmrc-login in app/.npmrc"
        rule  no layer, label, variable or command of an image has a secret in it, not even one that a later layer removes
        fix   take it out of the build, and renew it: who has the image has the secret; what is none goes to secrets.allowed in policy.json with a reason
        code  image-policy
    `,
  },
  {
    code: 'policy-invalid',
    run: () =>
      inFolder((folder) => {
        const file = join(folder, 'policy.json');
        writeFileSync(file, JSON.stringify({ ...policy, user: 'root' }));
        return Promise.resolve(readPolicy(file, shown));
      }),
    report: dedent`
      servers/images/policy.json: user
        got   "root"
        rule  a user is uid:gid, and none of both is 0
        fix   correct it; apps/cli/src/images/policy/policy.ts has what may be written
        code  policy-invalid
    `,
  },
  {
    code: 'base-unknown',
    run: () =>
      inFolder(async (folder) => {
        const registry = await new FakeRegistry().start();
        try {
          const file = join(folder, 'go.Dockerfile');
          writeFileSync(file, `ARG GO_IMAGE=${registry.host}/golang:1.99\n`);
          await pinBases({ dockerfiles: [file], say: silent });
        } finally {
          await registry.stop();
        }
      }),
    report: dedent`
      go.Dockerfile: GO_IMAGE
        got   "<registry>/golang:1.99"
        rule  the registry has this base under this tag
        fix   name a tag that exists: the page of the base in its registry lists them
        code  base-unknown
    `,
  },
];
