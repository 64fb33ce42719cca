import type { Catalog, ServerManifest } from '@mcp-fleet/catalog';
import { SHARED_FUNCTION, imageTag } from '../src';
import type { DeploymentChange } from './fixtures';
import { catalog, environment, errors, imageRecipe, lambdaOf, plan, server } from './fixtures';

const shared = (servers: NonNullable<DeploymentChange['servers']>) =>
  lambdaOf(plan(environment({}, { topology: 'multi-server', servers }))).functions[SHARED_FUNCTION];

const instances = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`gitlab-${i + 1}`, { server: 'gitlab' }]));

test.each([
  [1, 256],
  [2, 512],
  [3, 512],
  [4, 1024],
  [5, 1024],
  [6, 2048],
  [11, 3072],
])('%d Go servers share %d MiB', (count, memory) => {
  expect(shared(instances(count))?.memoryMiB).toBe(memory);
});

test('what an instance needs beyond a small server comes on top', () => {
  expect(shared({ gitlab: {}, everything: {} })?.memoryMiB).toBe(512 + 256);
  expect(shared({ gitlab: { size: { memoryMiB: 1000 } }, pagerduty: {} })?.memoryMiB).toBe(512 + 744);
});

test('a Node server on its own gets 512 MiB, one that asks for more gets it', () => {
  const memory = (size?: { memoryMiB: number }) =>
    lambdaOf(plan(environment({}, { servers: { everything: { ...(size ? { size } : {}) } } }))).functions[
      'everything'
    ]?.memoryMiB;
  expect([memory(), memory({ memoryMiB: 2048 })]).toEqual([512, 2048]);
});

describe('what a manifest says that a server needs', () => {
  const asking = (needs: Partial<ServerManifest['runtime']>): { catalog: Catalog } => {
    const big = server('big');
    return {
      catalog: { servers: { ...catalog.servers, big: { ...big, runtime: { ...big.runtime, ...needs } } } },
    };
  };
  const alone = { servers: { big: {} } };
  const at = 'deployments.tools.servers.big.size';

  test('is what a function gets, and never less than Lambda has', () => {
    const fn = (needs: Partial<ServerManifest['runtime']>) =>
      lambdaOf(plan(environment({}, alone), asking(needs))).functions['big'];
    expect(fn({ memoryMiB: 10_240, ephemeralStorageMiB: 10_240 })).toMatchObject({
      memoryMiB: 10_240,
      ephemeralStorageMiB: 10_240,
    });
    expect(fn({ memoryMiB: 1, ephemeralStorageMiB: 1 })).toMatchObject({
      memoryMiB: 128,
      ephemeralStorageMiB: 512,
    });
  });

  test.each(['memoryMiB', 'ephemeralStorageMiB'] as const)(
    'is refused where it is more %s than Lambda has',
    (key) => {
      const input = asking({ [key]: 10_241 });
      expect(errors(environment({}, alone), input)).toEqual([`limit-exceeded ${at}.${key}`]);
      expect(errors(environment({}, { servers: { big: { size: { [key]: 1024 } } } }), input)).toEqual([]);
    },
  );

  test('is added up in the /tmp that servers share', () => {
    const both = { topology: 'multi-server', servers: { big: {}, gitlab: {} } } as const;
    const storage = (mib: number) =>
      lambdaOf(plan(environment({}, both), asking({ ephemeralStorageMiB: mib }))).functions[SHARED_FUNCTION]
        ?.ephemeralStorageMiB;
    expect([storage(100), storage(2000)]).toEqual([512, 2000]);
    const servers = { big: {}, gitlab: { size: { ephemeralStorageMiB: 6000 } } };
    expect(errors(environment({}, { ...both, servers }), asking({ ephemeralStorageMiB: 6000 }))).toEqual([
      'limit-exceeded deployments.tools.servers',
    ]);
  });
});

test('the edge waits longer than a function, and a function longer than its router', () => {
  const fn = shared({ gitlab: { timeoutSeconds: 10 }, pagerduty: {} });
  expect(fn?.timeoutSeconds).toBe(29);
  expect(fn?.router.timeoutSeconds).toBe(28);
  expect(fn?.router.instances).toMatchObject({
    gitlab: { timeoutSeconds: 10 },
    pagerduty: { server: 'pagerduty' },
  });
  expect(fn?.router.instances['pagerduty']).not.toHaveProperty('timeoutSeconds');
});

test('a function has time for a start that is repeated in its first call', () => {
  expect(shared({ gitlab: { timeoutSeconds: 1 } })?.timeoutSeconds).toBe(15);
  expect(shared({ gitlab: { timeoutSeconds: 20 } })?.timeoutSeconds).toBe(21);
});

test('instances that share a function are bounded together, or not at all', () => {
  const both = {
    gitlab: { concurrency: { reserved: 2, provisioned: 1 } },
    pagerduty: { concurrency: { reserved: 3 } },
  };
  expect(shared(both)?.concurrency).toEqual({ reserved: 5, provisioned: 1 });
  expect(shared({ gitlab: { concurrency: { provisioned: 1 } }, pagerduty: {} })?.concurrency).toEqual({
    provisioned: 1,
  });
  const wrong = (servers: DeploymentChange['servers']) =>
    errors(environment({}, { topology: 'multi-server', servers }));
  const mixed = ['concurrency-too-high deployments.tools.servers'];
  expect(wrong({ gitlab: { concurrency: { reserved: 2 } }, pagerduty: {} })).toEqual(mixed);
  expect(
    wrong({ gitlab: { concurrency: { reserved: 2 } }, pagerduty: { concurrency: { reserved: 0 } } }),
  ).toEqual(mixed);
});

test('the order of instances in the file changes nothing', () => {
  expect(JSON.stringify(shared({ pagerduty: {}, gitlab: {} }))).toBe(
    JSON.stringify(shared({ gitlab: {}, pagerduty: {} })),
  );
});

test('a function in the VPC is another one than outside, whatever others are called', () => {
  const named = (tools: DeploymentChange) =>
    Object.values(lambdaOf(plan(environment({}, tools))).functions).map(({ name }) => name);
  expect(named({ vpc: false })).toEqual(['dev-tools-gitlab', 'dev-tools-pagerduty']);
  expect(named({ vpc: true })).toEqual(['dev-tools-gitlab--vpc', 'dev-tools-pagerduty--vpc']);
  expect(named({ vpc: true, topology: 'multi-server' })).toEqual(['dev-tools--vpc']);
  const other = {
    target: 'lambda',
    topology: 'per-server',
    servers: { vpc: { server: 'everything' } },
  } as const;
  const both = environment();
  expect(
    errors({ ...both, deployments: { tools: { ...both.deployments['tools']!, vpc: true }, other } }),
  ).toEqual([]);
});

test('debug is the only level that changes what Lambda keeps', () => {
  expect(shared({ gitlab: { logLevel: 'error' }, pagerduty: {} })?.logLevel).toBe('INFO');
  expect(shared({ gitlab: { logLevel: 'debug' }, pagerduty: {} })?.logLevel).toBe('DEBUG');
});

test('an image tag follows its inputs and nothing else', () => {
  const gitlab = catalog.servers['gitlab']!;
  const tag = imageTag([gitlab], 'arm64', imageRecipe);
  expect(tag).toMatch(/^v1\.0\.0-[0-9a-f]{12}$/);
  expect(imageTag([{ ...gitlab, description: 'another' }], 'arm64', imageRecipe)).toBe(tag);
  expect(
    imageTag([{ ...gitlab, files: [{ path: 'server.json', sha256: 'other' }] }], 'arm64', imageRecipe),
  ).not.toBe(tag);
  expect(imageTag([gitlab], 'x86_64', imageRecipe)).not.toBe(tag);
  expect(imageTag([gitlab], 'arm64', 'ba9876543210')).not.toBe(tag);
  expect(imageTag([gitlab, server('pagerduty')], 'arm64', imageRecipe)).toMatch(/^v0-/);
  expect(imageTag([{ ...gitlab, version: 'v1.0.0+build/5' }], 'arm64', imageRecipe)).toMatch(
    /^v1\.0\.0-build-5-[0-9a-f]{12}$/,
  );
});

test('the order of servers in the file does not change the image of all', () => {
  const forward = shared({ gitlab: {}, pagerduty: {} })?.image;
  expect(shared({ pagerduty: {}, gitlab: {} })?.image).toEqual(forward);
  expect(forward?.contents).toEqual({ gitlab: 'gitlab'.repeat(8), pagerduty: 'pagerduty'.repeat(8) });
});

test('a pin is what runs, and what the version says', () => {
  const pin = {
    digest: `sha256:${'1'.repeat(64)}`,
    tag: 'v0.9.0-aaaaaaaaaaaa',
    architecture: 'arm64',
    contents: { gitlab: 'older', router: '0.1.0' },
  } as const;
  const pinned = plan(environment({}, { servers: { gitlab: {} } }), {
    images: { dev: { 'mcp-servers/dev/gitlab': pin } },
  });
  const fn = lambdaOf(pinned).functions['gitlab'];
  expect(fn?.image).toMatchObject({ digest: pin.digest, pinnedTag: pin.tag });
  expect(fn?.description).toBe('gitlab older, router 0.1.0');
});

test('pins of other environments are not ours', () => {
  const pin = { digest: `sha256:${'1'.repeat(64)}`, tag: 't', architecture: 'x86_64', contents: {} } as const;
  expect(errors(environment(), { images: { staging: { 'mcp-servers/dev/gitlab': pin } } })).toEqual([]);
});
