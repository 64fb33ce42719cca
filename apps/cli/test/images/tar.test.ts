import { Readable } from 'node:stream';
import { FinalFiles } from '../../src/images/policy/file-rules';
import type { TarEntry } from '../../src/images/policy/tar-entries';
import { tarEntries } from '../../src/images/policy/tar-entries';
import { layer } from './image-folder';
import type { LayerFiles, TarFormat } from './image-folder';

/** Read in pieces of this size: what is read must not depend on it. */
async function read(tar: Buffer, piece = 700): Promise<TarEntry[]> {
  const pieces = [];
  for (let at = 0; at < tar.length; at += piece) pieces.push(tar.subarray(at, at + piece));
  const entries = [];
  for await (const entry of tarEntries(Readable.from(pieces))) entries.push(entry);
  return entries;
}

const long = `${'folder-with-a-long-name/'.repeat(8)}ünïcode-${'x'.repeat(60)}.txt`;

test.each<[TarFormat, string]>([
  ['gnu', long],
  ['pax', long],
  ['ustar', `${'folder-with-a-long-name/'.repeat(6)}${'x'.repeat(60)}`],
])('%s: long names, modes, owners and contents are read', async (format, path) => {
  const content = Buffer.alloc(1500, 'ä');
  const tar = layer({ [path]: { content, mode: '4755', owner: '1000:42' }, 'a/': { mode: '1777' } }, format);
  for (const piece of [1, 511, 512, 1_000_000]) {
    const [file, folder] = await read(tar, piece);
    expect(file).toMatchObject({ path, type: 'file', mode: 0o4755, uid: 1000, gid: 42 });
    expect(file?.content.equals(content)).toBe(true);
    expect(folder).toMatchObject({ path: 'a', type: 'directory', mode: 0o1777, uid: 0 });
  }
});

test('what is no archive, or ends too early, is refused', async () => {
  await expect(read(Buffer.alloc(1024, 'x'))).rejects.toThrow('a layer is no tar archive');
  const tar = layer({ file: { content: 'x'.repeat(2000) } });
  await expect(read(tar.subarray(0, 1024))).rejects.toThrow('a layer ends in the middle of a file');
});

describe('the files of an image', () => {
  const user = '1000:1000';
  async function filesOf(...layers: LayerFiles[]): Promise<FinalFiles> {
    const files = new FinalFiles();
    for (const one of layers) files.addLayer(await read(layer(one)));
    return files;
  }

  test.each<[string, { mode?: string; owner?: string }, boolean]>([
    ['of root', {}, false],
    ['of root, open to all', { mode: '666' }, true],
    ['of root, open to the group', { mode: '664', owner: '0:1000' }, true],
    ['of root, open to another group', { mode: '664', owner: '0:7' }, false],
    ['of the user, closed, which he can open', { mode: '444', owner: '1000:1000' }, true],
  ])('a file %s', async (_, facts, writable) => {
    const files = await filesOf({ 'app/file': facts });
    expect(files.writable(user)).toEqual(writable ? ['/app/file'] : []);
  });

  test('/tmp may be written to, and what looks like it may not', async () => {
    const open = { mode: '1777' };
    const files = await filesOf({ 'tmp/': open, 'tmp/x/': open, 'tmpfiles/': open, 'var/tmp/': open });
    expect(files.writable(user)).toEqual(['/tmpfiles', '/var/tmp']);
  });

  test('devices are left out', () => {
    const files = new FinalFiles();
    files.addLayer([{ path: 'dev/null', type: 'other', mode: 0o666, uid: 0, gid: 0 }]);
    expect(files.writable(user)).toEqual([]);
  });

  test('setuid and setgid programs are found', async () => {
    const files = await filesOf({
      'bin/su': { mode: '4755' },
      'bin/wall': { mode: '2755' },
      'bin/ls': { mode: '755' },
    });
    expect(files.setId()).toEqual(['/bin/su', '/bin/wall']);
  });

  test('what an upper layer replaces or removes is gone', async () => {
    const bad = { mode: '4777' };
    const files = await filesOf(
      { 'a/one': bad, 'a/two': bad, 'b/three': bad, 'c/d/four': bad, five: bad },
      { 'a/.wh.one': {}, 'b/.wh..wh..opq': {}, '.wh.c': {}, five: {} },
    );
    expect(files.setId()).toEqual(['/a/two']);
  });

  test('an opaque folder keeps what its own layer puts there', async () => {
    const files = await filesOf(
      { 'b/old': { mode: '4755' } },
      { 'b/new': { mode: '4755' }, 'b/.wh..wh..opq': {} },
    );
    expect(files.setId()).toEqual(['/b/new']);
  });
});
