import { readEnvFiles } from '../../src/serve/env-files';
import { exampleLines, inputsOf } from '../../src/serve/inputs';
import { World, input, manifest } from './world';

let world: World;
beforeEach(() => (world = new World()));
afterEach(() => world.remove());

test('the .env of the root goes before that of environments/local', () => {
  world.write('.env', 'A=root');
  world.write('environments/local/.env', 'A=local\nB=local');
  expect(readEnvFiles(world.folder)).toEqual({ A: 'root', B: 'local' });
});

test('a private key in double quotes keeps its line breaks', () => {
  world.write('.env', 'KEY="-----BEGIN KEY-----\\nMIIB\\n-----END KEY-----\\n"');
  expect(readEnvFiles(world.folder)).toEqual({ KEY: '-----BEGIN KEY-----\nMIIB\n-----END KEY-----\n' });
});

test('a line that cannot be read is refused by file and line, without what is in it', () => {
  world.write('environments/local/.env', 'A=1\nA=s3cret');
  expect(() => readEnvFiles(world.folder)).toThrow(
    /^environments\/local\/\.env: line 2\n {2}rule {2}a name stands once/,
  );
  expect(() => readEnvFiles(world.folder)).not.toThrow(/s3cret/);
});

const notes = manifest({
  inputs: [
    input('NOTES_URL', { required: true, description: 'Address\nof the notes.' }),
    input('NOTES_TOKEN', { required: true, secret: true }),
    input('NOTES_MODE', { default: 'basic', choices: ['basic', 'oauth'] }),
    input('NOTES_USER'),
    input('NOTES_PASSWORD', { secret: true }),
  ],
  requirements: [
    { when: { input: 'NOTES_MODE', equals: 'basic' }, oneOf: [['NOTES_USER', 'NOTES_PASSWORD']] },
  ],
});

test('secrets are kept apart from settings, and what the server does not read is left out', () => {
  const env = {
    NOTES_URL: 'https://notes.example.com',
    NOTES_TOKEN: 's3cret',
    NOTES_MODE: 'oauth',
    OTHER_TOKEN: 's3cret too',
  };
  expect(inputsOf(notes, env)).toEqual({
    inputs: {
      settings: { NOTES_URL: 'https://notes.example.com', NOTES_MODE: 'oauth' },
      secrets: { NOTES_TOKEN: 's3cret' },
    },
    errors: [],
  });
});

test('all that lacks is said at once, by name', () => {
  const { errors } = inputsOf(notes, { NOTES_USER: 'me' });
  expect(errors.map(({ code, rule }) => [code, rule])).toEqual([
    ['setting-missing', 'notes needs NOTES_URL'],
    ['secret-unfilled', 'notes needs NOTES_TOKEN'],
    ['setting-set-missing', 'notes needs NOTES_USER and NOTES_PASSWORD'],
  ]);
});

test('a set counts only where its condition holds', () => {
  const { errors } = inputsOf(notes, { NOTES_URL: 'x', NOTES_TOKEN: 'x', NOTES_MODE: 'oauth' });
  expect(errors).toEqual([]);
});

test('the lines for .env: what is needed as it is, the rest behind #', () => {
  expect(exampleLines(notes)).toEqual([
    '# Address of the notes.',
    'NOTES_URL=',
    '# Secret.',
    'NOTES_TOKEN=',
    '# One of: basic, oauth.',
    '# NOTES_MODE=basic',
    '# NOTES_USER=',
    '# Secret.',
    '# NOTES_PASSWORD=',
  ]);
});
