import { writableMounts } from '../src/containers';
import { readEnvironment } from '../src/lab';
import { readManifest } from '../src/registry';
import { Checks, must, table } from '../src/report';
import { searchStream } from '../src/search';
import { assertConfined } from '../src/server-checks';

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

describe('search for canaries', () => {
  it('finds one within a piece and one across several', async () => {
    expect(await searchStream(pieces('xx canary-1 xx'), ['canary-1', 'canary-2'])).toEqual(['canary-1']);
    expect(await searchStream(pieces('xx can', 'a', 'ry-2 xx'), ['canary-1', 'canary-2'])).toEqual([
      'canary-2',
    ]);
  });

  it('finds none where there is none', async () => {
    expect(await searchStream(pieces('can', 'nary', ''), ['canary'])).toEqual([]);
  });
});

describe('manifest of a registry', () => {
  it('adds up what is pulled', () => {
    const raw = JSON.stringify({
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { size: 10 },
      layers: [{ size: 100 }, { size: 1000 }],
    });
    expect(readManifest(raw)).toMatchObject({
      bytes: 1110,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
  });

  it.each([
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
  ])('refuses %s, as Lambda does', (mediaType) => {
    expect(() => readManifest(JSON.stringify({ mediaType, manifests: [] }))).toThrow(mediaType);
  });
});

describe('confinement', () => {
  const good = {
    uid: 1000,
    capabilities: 0n,
    noNewPrivileges: true,
    writable: ['/tmp'],
    memoryBytes: 256 * 1024 * 1024,
  };

  it('takes what Fargate gives', () => {
    expect(() => assertConfined(good, 256, 1000)).not.toThrow();
  });

  it.each([
    [{ writable: ['/', '/tmp'] }, 'can write to / /tmp'],
    [{ capabilities: 1n << 10n }, 'has capabilities'],
    [{ noNewPrivileges: false }, 'could gain rights'],
    [{ uid: 0 }, 'runs as 0'],
    [{ memoryBytes: 9223372036854771712 }, 'bytes of memory'],
  ])('refuses %p', (change, text) => {
    expect(() => assertConfined({ ...good, ...change }, 256)).toThrow(text);
  });

  it('reads the mounts of a process', () => {
    const mountinfo = [
      '100 1 0:50 / / ro,relatime - overlay overlay rw,lowerdir=/l',
      '101 100 0:51 / /proc rw,nosuid - proc proc rw',
      '102 100 0:52 / /tmp rw,nosuid - tmpfs tmpfs rw',
      '103 100 0:53 / /dev/shm rw,nosuid - tmpfs shm rw',
      '104 100 0:54 / /run rw,nosuid - tmpfs tmpfs rw',
    ].join('\n');
    expect(writableMounts(mountinfo)).toEqual(['/run', '/tmp']);
  });
});

describe('report', () => {
  it('counts, and goes on after a failure', async () => {
    const log = jest.spyOn(console, 'log').mockImplementation();
    const checks = new Checks();
    expect(await checks.run('a', () => 1)).toBe(1);
    expect(await checks.run('b', () => must(false, 'no'))).toBeUndefined();
    await checks.group('c', () => Promise.reject(new Error('broken')));
    expect(checks).toMatchObject({ passed: 1, failed: 2 });
    expect(log.mock.calls.flat().join('\n')).toContain('broken');
    log.mockRestore();
  });

  it('aligns columns', () => {
    expect(
      table([
        ['a', 'ms'],
        ['long', '5'],
      ]),
    ).toBe('  a      ms\n  long    5');
  });
});

describe('environment of the lab', () => {
  it('is read as a shell would', () => {
    expect(readEnvironment("# x\nexport A='b c'\nexport B=d\n")).toEqual({ A: 'b c', B: 'd' });
  });
});
