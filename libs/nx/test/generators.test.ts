import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import generators from '../generators.json';

const repository = resolve(__dirname, '../../..');

type Options = Readonly<Record<string, unknown>>;
type Generator = (tree: FakeTree, options: Options) => () => void;

/** What the generators ask of Nx's tree: the files of this repository, and beside them what was written. */
class FakeTree {
  readonly written = new Map<string, string>();

  constructor(readonly root: string) {}

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  read(path: string): string | null {
    return this.exists(path) ? readFileSync(join(this.root, path), 'utf8') : null;
  }

  write(path: string, text: string): void {
    this.written.set(path, text);
  }
}

function generate(name: keyof typeof generators.generators, options: Options, root = repository): FakeTree {
  const tree = new FakeTree(root);
  load(name)(tree, options);
  return tree;
}

function load(name: keyof typeof generators.generators): Generator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript, as Nx loads it
  return require(join(__dirname, '..', generators.generators[name].factory)) as Generator;
}

test.each(Object.entries(generators.generators))(
  '%s has a schema, and its properties a description',
  (_, one) => {
    const schema = JSON.parse(readFileSync(join(__dirname, '..', one.schema), 'utf8')) as {
      properties: Record<string, { description?: string }>;
    };
    expect(Object.entries(schema.properties).filter(([, { description }]) => !description)).toEqual([]);
    // Nx takes it for itself.
    expect(schema.properties).not.toHaveProperty('version');
  },
);

test('an environment: the file that the command makes', () => {
  const { written } = generate('environment', {
    name: 'night',
    server: ['gitlab', 'pagerduty'],
    target: 'docker',
  });
  expect([...written.keys()]).toEqual(['environments/night/environment.ts']);
  expect([...written.values()].join()).toContain('servers: { gitlab: {}, pagerduty: {} }');
});

test('a server: from a file', () => {
  const source = join(repository, 'servers/everything/server.json');
  const { written } = generate('server', { name: 'trial', source });
  expect(written).toEqual(new Map([['servers/trial/server.json', readFileSync(source, 'utf8')]]));
});

test('a report of the command comes without a stack trace', () => {
  const wrong = () => generate('environment', { name: 'Night', server: ['gitlab'] });
  expect(wrong).toThrow('an environment name is a lower-case letter');
  expect(stackOf(wrong)).not.toMatch(/^\s+at /m);
});

test('a module: all files of a package, and its reference', () => {
  const { written } = generate('module', { name: 'event-bus', description: 'An "event" bus.' });
  expect([...written.keys()].sort()).toEqual([
    ...[
      'examples/complete.ts',
      'examples/minimal.ts',
      'jest.config.cjs',
      'package.json',
      'src/event-bus.ts',
    ].map(inModule),
    ...[
      'src/index.ts',
      'test/event-bus.test.ts',
      'tsconfig.json',
      'tsconfig.lib.json',
      'tsconfig.spec.json',
    ].map(inModule),
    'tsconfig.json',
  ]);
  const made = JSON.parse(written.get(inModule('package.json'))!) as Record<string, unknown>;
  const like = JSON.parse(readFileSync(join(repository, 'modules/ecr/package.json'), 'utf8')) as object;
  expect(made).toEqual({ ...like, name: '@mcp-fleet/event-bus', description: 'An "event" bus.' });
  expect(written.get('tsconfig.json')).toContain('"path": "./modules/event-bus"');
  expect([...written.values()].join()).not.toContain('{{');
});

test.each([
  [{ name: 'ecr' }, repository, 'modules/ecr is there already: choose another name.'],
  [{ name: 'Event' }, repository, 'The name of a module is lower-case letters'],
  [{ name: 'event' }, __dirname, 'A module is made in a clone of mcp-fleet, and this workspace is none'],
])('a module %j is refused', (options, root, message) => {
  expect(() => generate('module', options, root)).toThrow(message);
});

function inModule(path: string): string {
  return `modules/event-bus/${path}`;
}

function stackOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).stack ?? '';
  }
  return '';
}
