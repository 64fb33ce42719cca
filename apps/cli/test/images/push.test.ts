import { FleetError } from '@mcp-fleet/core';
import { deployedTag } from '../../src/images/push/push-environment';
import { INDEX_TYPE } from './fake-registry';
import { ACCOUNT, PASSWORD, PushWorld, asPlanned, plannedImage } from './push-world';

let world: PushWorld;
beforeEach(async () => {
  world = await new PushWorld().start();
});
afterEach(() => world.stop());

const gitlab = plannedImage('gitlab');
const notes = plannedImage('notes');
const host = `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com`;
const failing = async (run: Promise<void>) => {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return (error as { errors?: readonly { code: string; path: string; value: string }[] }).errors ?? [];
};
const tagsOf = (name: string) => [...world.registry.repository(name).tags.keys()];

describe('missing images', () => {
  test('is built, pushed by tag, marked as deployed, and pinned by the digest that the registry has', async () => {
    world.repositories(gitlab, notes);
    await world.push(world.plan([notes, gitlab]));
    const digest = world.registry.repository(gitlab.repositoryName).tags.get(gitlab.tag) ?? '';
    expect(tagsOf(gitlab.repositoryName)).toEqual([gitlab.tag, deployedTag('dev', digest)]);
    expect(deployedTag('dev', digest)).toBe(`deployed-dev-${digest.slice(7, 19)}`);
    expect(world.pins()).toMatchObject({
      [gitlab.repositoryName]: {
        digest,
        tag: gitlab.tag,
        architecture: 'arm64',
        contents: { gitlab: 'c7193c0', router: '0.1.0' },
      },
    });
    expect(Object.keys(world.pins() as object)).toEqual([gitlab.repositoryName, notes.repositoryName]);
    expect(world.engine.calls).toContain(`push ${host}/mcp-servers/dev/gitlab:${gitlab.tag}`);
    expect(world.said.at(-1)).toBe('Commit it; nx run dev:deploy then runs these images.');
  });

  test('is pushed after one login, whose password is on no command line and in no line of ours', async () => {
    world.repositories(gitlab, notes);
    await world.push(world.plan([gitlab, notes]));
    const logins = world.engine.calls.filter((call) => call.startsWith('login'));
    expect(logins).toEqual([`login --username AWS --password-stdin ${host}`]);
    expect(world.engine.inputs).toEqual([PASSWORD]);
    expect([...world.engine.calls, ...world.said].join('\n')).not.toContain(PASSWORD);
  });

  test('leaves no name of the registry in the engine', async () => {
    world.repositories(gitlab);
    await world.push(world.plan([gitlab]));
    expect(world.engine.calls.at(-1)).toBe(`image rm ${host}/mcp-servers/dev/gitlab:${gitlab.tag}`);
  });

  test('goes into a plain registry without AWS, without a login, and without a repository made before', async () => {
    world.plain = true;
    await world.push(world.plan([gitlab]));
    expect(world.engine.calls.filter((call) => call.startsWith('login'))).toEqual([]);
    expect(world.engine.calls).toContain(`push ${world.registry.host}/mcp-servers/dev/gitlab:${gitlab.tag}`);
    expect(world.pins()).toHaveProperty([gitlab.repositoryName]);
  });

  test('is pushed by podman to a plain registry without TLS', async () => {
    world.plain = true;
    Object.assign(world.engine, { name: 'podman' });
    await world.push(world.plan([gitlab]));
    expect(world.engine.calls).toContain(
      `push --tls-verify=false ${world.registry.host}/mcp-servers/dev/gitlab:${gitlab.tag}`,
    );
  });
});

describe('what is in the registry already', () => {
  test('is used: nothing is built or pushed, no engine is looked for, the pin is written', async () => {
    const digest = world.put(gitlab);
    await world.push(world.plan([gitlab]));
    expect(world.builds).toEqual([]);
    expect(world.engine.calls).toEqual([]);
    expect(world.said[0]).toBe(
      `mcp-servers/dev/gitlab:${gitlab.tag} is in the registry with the same contents: nothing to push`,
    );
    expect(world.pins()).toHaveProperty([gitlab.repositoryName, 'digest'], digest);
  });

  test('keeps its tag of deployed images, which cannot be given twice', async () => {
    world.put(gitlab);
    await world.push(world.plan([gitlab]));
    await world.push(world.plan([gitlab]));
    expect(tagsOf(gitlab.repositoryName)).toHaveLength(2);
    expect(world.said.at(-1)).toBe('environments/dev/images.json is as it was');
  });

  test('is pushed again by nobody, where another image failed before', async () => {
    world.repositories(gitlab, notes);
    world.engine.fault = (args) =>
      args[0] === 'push' && /notes/.test(args.join()) ? 'no space left' : undefined;
    expect(await failing(world.push(world.plan([gitlab, notes])))).toMatchObject([
      { code: 'image-push-failed' },
    ]);
    expect(world.pins()).toBeUndefined();
    world.engine.fault = () => undefined;
    world.builds.length = 0;
    await world.push(world.plan([gitlab, notes]));
    expect(world.builds).toEqual([`mcp-servers/dev/notes:${notes.tag}`]);
    expect(Object.keys(world.pins() as object)).toHaveLength(2);
  });
});

describe('images.json', () => {
  const other = {
    digest: `sha256:${'1'.repeat(64)}`,
    tag: 'v0',
    architecture: 'arm64',
    contents: { z: '1', router: '1' },
  };

  test('keeps the pins of other repositories, and replaces those of its own', async () => {
    world.pins({
      'mcp-servers/dev/zzz': other,
      [gitlab.repositoryName]: other,
      'mcp-servers/dev/aaa': other,
    });
    const digest = world.put(gitlab);
    await world.push(world.plan([gitlab]));
    const pins = world.pins() as Record<string, unknown>;
    expect(Object.keys(pins)).toEqual(['mcp-servers/dev/aaa', gitlab.repositoryName, 'mcp-servers/dev/zzz']);
    expect(pins).toMatchObject({ 'mcp-servers/dev/zzz': other, [gitlab.repositoryName]: { digest } });
  });

  test('stays as it is where anything fails', async () => {
    world.pins({ 'mcp-servers/dev/zzz': other });
    world.put(gitlab);
    world.registry.fault = (method) => (method === 'PUT' ? { status: 403, code: 'DENIED' } : undefined);
    expect(await failing(world.push(world.plan([gitlab])))).toMatchObject([{ code: 'registry-refused' }]);
    expect(world.pins()).toEqual({ 'mcp-servers/dev/zzz': other });
  });

  test('that is broken is said before anything is asked or built', async () => {
    world.pins({ x: 1 });
    expect(await failing(world.push(world.plan([gitlab])))).toMatchObject([{ code: 'images-unreadable' }]);
    expect(world.registry.asked).toEqual([]);
  });
});

describe('errors', () => {
  test('of all images come at once, before anything is built', async () => {
    const taken = plannedImage('taken');
    const index = plannedImage('index');
    world.put(taken, { architecture: 'arm64', labels: {} });
    world.registry.putIndex(index.repositoryName, index.tag);
    const errors = await failing(world.push(world.plan([gitlab, taken, index])));
    expect(errors.map(({ code }) => code)).toEqual([
      'repository-missing',
      'image-tag-taken',
      'image-unusable',
    ]);
    expect(world.builds).toEqual([]);
  });

  test.each([
    ['another architecture', { ...asPlanned(gitlab), architecture: 'amd64' }, 'an image for amd64'],
    [
      'other contents',
      asPlanned({ ...gitlab, contents: { gitlab: 'beef' } }),
      'an image of gitlab beef, router 0.1.0',
    ],
    ['no contents', { architecture: 'arm64' }, 'an image that does not say what it holds'],
  ])('a tag that is taken by an image of %s', async (_, there, found) => {
    world.put(gitlab, there);
    const [error] = await failing(world.push(world.plan([gitlab])));
    expect(error).toMatchObject({ code: 'image-tag-taken' });
    expect(error?.value).toContain(found);
  });

  test('an index is refused before it takes the tag', async () => {
    world.repositories(gitlab);
    world.build = (image) => {
      world.engine.built.set('local', { ...asPlanned(image), mediaType: INDEX_TYPE });
      return Promise.resolve('local');
    };
    expect(await failing(world.push(world.plan([gitlab])))).toMatchObject([{ code: 'image-unusable' }]);
    expect(world.engine.calls.filter((call) => call.startsWith('push'))).toEqual([]);
  });

  test('an image of another architecture is refused before it takes the tag', async () => {
    world.repositories(gitlab);
    world.build = (image) => {
      world.engine.built.set('local', { ...asPlanned(image), architecture: 'amd64' });
      return Promise.resolve('local');
    };
    const [error] = await failing(world.push(world.plan([gitlab])));
    expect(error?.value).toBe(`mcp-servers/dev/gitlab:${gitlab.tag}: an image for amd64`);
    expect(tagsOf(gitlab.repositoryName)).toEqual([]);
  });

  test('of builds are said together, and nothing is pushed then', async () => {
    world.repositories(gitlab, notes);
    world.build = ({ repositoryName }) =>
      Promise.reject(
        new FleetError({ code: 'image-build-failed', path: repositoryName, rule: 'r', fix: 'f' }),
      );
    const errors = await failing(world.push(world.plan([gitlab, notes])));
    expect(errors.map(({ path }) => path)).toEqual([gitlab.repositoryName, notes.repositoryName]);
    expect(world.engine.calls).toEqual([]);
  });

  test('of ours are thrown as they are', async () => {
    world.repositories(gitlab);
    world.build = () => Promise.reject(new Error('a bug'));
    await expect(world.push(world.plan([gitlab]))).rejects.toThrow('a bug');
  });

  test('one image of a repository is pinned: a second one of another architecture is said', async () => {
    const again = {
      ...gitlab,
      path: 'deployments.more.servers.gitlab',
      architecture: 'x86_64',
      tag: 'v2',
    } as const;
    const errors = await failing(world.push(world.plan([gitlab, again])));
    expect(errors).toMatchObject([{ code: 'image-architecture-differs', path: again.path }]);
  });
});

describe("another's registry", () => {
  const staging = { environment: 'staging', owner: { environment: 'dev' } } as const;
  const image = plannedImage('gitlab', { environment: 'staging' });

  test('is read: what its owner has pushed gets a pin and a tag of ours', async () => {
    const digest = world.put(image);
    await world.push(world.plan([image], staging));
    expect(tagsOf(image.repositoryName)).toEqual([image.tag, deployedTag('staging', digest)]);
    expect(world.pins()).toHaveProperty([image.repositoryName, 'digest'], digest);
  });

  test('is not pushed into: the command of its owner is named', async () => {
    world.repositories(image);
    const [error] = await failing(world.push(world.plan([image], staging)));
    expect(error).toMatchObject({
      code: 'registry-foreign',
      fix: 'nx run dev:push, then nx run staging:push, which writes the pin',
    });
    expect(world.builds).toEqual([]);
  });

  test('its owner pushes for those who pull from it, and pins only its own', async () => {
    world.repositories(gitlab, notes);
    await world.push(world.plan([gitlab], { forOthers: [{ ...notes, environment: 'staging' }] }));
    expect(tagsOf(notes.repositoryName)).toEqual([notes.tag]);
    expect(Object.keys(world.pins() as object)).toEqual([gitlab.repositoryName]);
  });

  test('of another account takes pushes with that account’s credentials only', async () => {
    const shared = { environment: 'staging', owner: { account: '444455556666' } } as const;
    world.repositories(image);
    const [error] = await failing(world.push(world.plan([image], shared)));
    expect(error).toMatchObject({
      code: 'registry-foreign',
      fix: 'nx run staging:push with credentials of account 444455556666 (AWS_PROFILE)',
    });
    world.account = '444455556666';
    await world.push(world.plan([image], shared));
    expect(world.builds).toHaveLength(1);
  });

  test('credentials of another account do not push into an own registry', async () => {
    world.account = '444455556666';
    expect(await failing(world.push(world.plan([gitlab])))).toMatchObject([{ code: 'account-differs' }]);
    expect(world.registry.asked).toEqual([]);
  });

  test('an environment that pulls but has errors is named, and left out', async () => {
    world.put(gitlab);
    await world.push(world.plan([gitlab], { leftOut: ['staging'] }));
    expect(world.said[0]).toBe(
      'The images of staging are left out: its files have errors, which nx run staging:push says.',
    );
  });
});
