import { dockerfiles, routerFiles } from '../../src/images/build/repository';
import { isRecipeFresh, recipeOf } from '../../src/images/recipe/recipe';

const files = dockerfiles().map(({ path, text }) => [path.slice('servers/images/'.length), text] as const);

/** Instructions with their continuation lines, without comments. */
function instructions(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/(?<!\\)\n/)
    .filter(Boolean);
}

const KINDS = ['go', 'multi-server', 'node', 'npm', 'oci', 'pypi', 'python', 'router'];

test('there is one for each kind of source', () => {
  expect(files.map(([name]) => name)).toEqual(KINDS.map((kind) => `${kind}.Dockerfile`));
});

describe.each(files)('%s', (_, text) => {
  const lines = instructions(text);
  const froms = lines.filter((line) => line.startsWith('FROM '));

  test('takes every base from an argument, whose default is an exact tag', () => {
    const stages = froms.flatMap((line) => / AS (\S+)$/.exec(line)?.[1] ?? []);
    for (const line of froms) {
      const base =
        line
          .replace(/ AS \S+$/, '')
          .split(' ')
          .at(-1) ?? '';
      if (base === 'scratch' || stages.includes(base)) continue;
      const argument = /^\$\{(\w+_IMAGE)\}$/.exec(base)?.[1];
      const value = lines.find((other) => other.startsWith(`ARG ${argument}=`))?.split('=')[1];
      expect(value).toMatch(
        /^(scratch|mcp-(servers|fleet)\/[a-z-]+:local|public\.ecr\.aws\/[a-z/-]+:\d[\w.-]*(@sha256:[0-9a-f]{64})?)$/,
      );
    }
  });

  test('uses nothing that podman 4.3 or the classic builder of docker lacks', () => {
    expect(text).not.toMatch(/<<-?['"]?\w|--link|--exclude|--parents|^# *syntax=/m);
    expect(lines.filter((line) => line.startsWith('ADD '))).toEqual([]);
  });

  test('runs programs only on the machine that builds', () => {
    let native = true;
    for (const line of lines) {
      if (line.startsWith('FROM ')) native = line.startsWith('FROM --platform=${BUILDPLATFORM} ');
      if (line.startsWith('RUN ')) expect([native, line]).toEqual([true, line]);
    }
  });

  // buildah 1.28 keeps the platform of an earlier stage that names one.
  test('names the platform of its last stage where an earlier stage has named one', () => {
    const last = froms.at(-1) ?? '';
    const named = froms.slice(0, -1).some((line) => line.includes('--platform='));
    if (named && last !== 'FROM scratch') expect(last).toContain('--platform=${TARGETPLATFORM} ');
  });

  test('ends as the router, under a user who is not root', () => {
    const last = lines.slice(lines.lastIndexOf(froms.at(-1) ?? '') + 1);
    // What stands on the router's image has both from there.
    if (/\$\{(ROUTER|RUNTIME)_IMAGE\}$/.test(froms.at(-1) ?? '')) {
      expect(last.filter((line) => !/^(COPY|LABEL) /.test(line))).toEqual([]);
      return;
    }
    expect(last).toContain('USER 1000:1000');
    expect(last).toContain('ENTRYPOINT ["/usr/local/bin/mcp-router"]');
    expect(last.join('\n')).toMatch(
      /HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \\\n +CMD \["\/usr\/local\/bin\/mcp-router", "healthcheck"\]/,
    );
    for (const variable of [
      'PORT=8080',
      'READINESS_CHECK_PATH=/health',
      'READINESS_CHECK_HEALTHY_STATUS=200-399',
    ]) {
      expect(last.join('\n')).toContain(`AWS_LWA_${variable}`);
    }
  });
});

test('an argument has the same default everywhere: a runtime and its packages are of one version', () => {
  const defaults = new Map<string, Set<string>>();
  for (const [, text] of files) {
    for (const [, name = '', value = ''] of text.matchAll(/^ARG (\w+_IMAGE)=(\S+)$/gm)) {
      if (name !== 'RUNTIME_IMAGE') defaults.set(name, (defaults.get(name) ?? new Set()).add(value));
    }
  }
  expect([...defaults].filter(([, values]) => values.size > 1)).toEqual([]);
  expect(defaults.size).toBeGreaterThan(4);
});

test('image tags follow the Dockerfiles and the router: npm run images:recipe', () => {
  expect(isRecipeFresh()).toBe(true);
});

test('a change of a Dockerfile or of the router is another recipe; of the router alone another router', () => {
  const recipe = dockerfiles();
  const router = routerFiles();
  const changed = (list: typeof recipe) =>
    list.map((file, i) => (i === 0 ? { ...file, text: `${file.text} ` } : file));
  const now = recipeOf(recipe, router);
  expect(recipeOf(changed(recipe), router).images).not.toBe(now.images);
  expect(recipeOf(changed(recipe), router).router).toBe(now.router);
  expect(recipeOf(recipe, changed(router)).images).not.toBe(now.images);
  expect(recipeOf(recipe, changed(router)).router).not.toBe(now.router);
});
