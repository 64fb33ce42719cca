import { credentialIn, credentialPatterns } from '../src';

/** Made up, and put together here so that nothing takes them for real. */
const tokens = [
  `gl${'pat'}-abcdef`,
  `gh${'p'}_abcdef`,
  `github_${'pat'}_abcdef`,
  `xo${'xb'}-123-abc`,
  `AK${'IA'}${'EXAMPLE0'.repeat(2)}`,
  'ATATT3xFf',
  'dt0c01.ABC.DEF',
  'eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2ln',
  'Bearer abc',
];

test.each(tokens)('%s is a token', (token) => {
  expect(credentialIn(token)).toBe('a token or a key by its form');
  expect(credentialIn(` ${token}\n`)).toBeDefined();
});

test('a token within a text', () => {
  expect(credentialIn(`https://gl${'pat'}-${'aB1_'.repeat(5)}@gitlab.example.com`)).toBeDefined();
  expect(credentialIn(`{"auth":"Bearer ${'abcd'.repeat(4)}"}`)).toBeDefined();
});

test.each(['https://me:secret@wiki.example.com', 'postgres://:p@db:5432/x', 'see http://a:b@c'])(
  '%s has a password',
  (text) => {
    expect(credentialIn(text)).toBe('an address with a password');
  },
);

test.each([
  '',
  'https://wiki.example.com:8443/a:b@c',
  'https://me@wiki.example.com',
  'https://me:@wiki.example.com',
  'https://wiki.example.com/?next=me:you@there',
  'Bearer',
  'Bearer of news',
  'glpat',
  'a-glpat-b',
  'eyJ',
  'AKIA',
  '12:34@56',
])('%p is none', (text) => {
  expect(credentialIn(text)).toBeUndefined();
});

test('CloudWatch takes the patterns: they have no groups, quotes and colons', () => {
  for (const pattern of Object.values(credentialPatterns)) expect(pattern).not.toMatch(/[()"':]/);
});
