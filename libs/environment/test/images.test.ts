import { formatImagePins, parseImagePins } from '../src';

const pin = {
  digest: `sha256:${'0'.repeat(64)}`,
  tag: 'v1.0.0-0123456789ab',
  architecture: 'arm64' as const,
  contents: { gitlab: 'c7193c0', router: '0.1.0' },
};

test('what a push writes parses to itself', () => {
  const pins = { 'mcp-servers/dev/gitlab': pin };
  expect(parseImagePins(pins)).toEqual({ pins, errors: [] });
});

test.each<[string, unknown, string, string]>([
  ['a digest', { ...pin, digest: 'latest' }, 'r.digest', 'a digest is sha256: and 64 hex digits'],
  ['an architecture', { ...pin, architecture: 'amd64' }, 'r.architecture', 'this is one of: arm64, x86_64'],
  ['a missing key', { ...pin, contents: undefined }, 'r.contents', 'this key is required'],
  ['a list', [], 'r', 'this is an object'],
])('%s that is wrong is said with its path', (_, value, path, rule) => {
  const { errors } = parseImagePins({ r: value });
  expect(errors[0]).toMatchObject({ code: 'images-unreadable', path, rule });
});

test('the text is the same for any order, sorted, and parses to what it was made from', () => {
  const other = { ...pin, contents: { router: '0.1.0', gitlab: 'c7193c0' } };
  const text = formatImagePins({ b: other, a: pin });
  expect(text).toBe(formatImagePins({ a: other, b: pin }));
  expect(Object.keys(JSON.parse(text))).toEqual(['a', 'b']);
  expect(text).toContain('"contents": {\n      "gitlab": "c7193c0",\n      "router": "0.1.0"\n    }');
  expect(text.endsWith('}\n')).toBe(true);
  expect(parseImagePins(JSON.parse(text))).toEqual({ pins: { a: pin, b: pin }, errors: [] });
});
