import { comparedEnvironments, relateEnvironments } from '../related-environments.cjs';

const none = { dev: [], prod: [], staging: [] };
const three = (staging: string) => ({
  dev: `name: 'dev'`,
  prod: `name: 'prod'`,
  staging: `name: 'staging', ${staging}`,
});
const relate = (staging: string) => relateEnvironments(three(staging));
const compare = (staging: string) => comparedEnvironments(three(staging));

test('environments without a registry are not related, even when they name each other', () => {
  expect(relate(`tags: { copyOf: 'dev' }`)).toEqual(none);
});

test.each([`registry: 'prod'`, `registry: { environment: "prod" }`, 'registry: `prod`'])(
  '%s relates both environments',
  (text) => {
    expect(relate(text)).toEqual({ dev: [], prod: ['staging'], staging: ['prod'] });
  },
);

test.each([`registry: 'own'`, `registry:"own"`])('%s is the default', (text) => {
  expect(relate(text)).toEqual(none);
});

test.each([
  `registry: { account: '111122223333' }, tags: { copyOf: 'dev' }`,
  `registry: {\n  prefix: 'prod',\n  account: '111122223333',\n}`,
])('an account is no environment: %s', (text) => {
  expect(relate(text)).toEqual(none);
  expect(compare(text)).toEqual(none);
});

test('an own registry does not hide another mention', () => {
  expect(relate(`registry: 'own' /* registry of 'dev' until May */`).staging).toEqual(['dev']);
});

test('a registry that names nobody could be any: their files are read, and nobody depends on what they run', () => {
  expect(relate(`registry: shared`)).toEqual(none);
  expect(compare(`registry: shared`)).toEqual({
    dev: ['staging'],
    prod: ['staging'],
    staging: ['dev', 'prod'],
  });
});

test.each(['host', 'cidr', 'domain'])(
  'environments that have a %s are held against each other, not against those without, and are not related',
  (key) => {
    const sources = { dev: `name: 'dev'`, prod: `${key}: 'x'`, staging: `${key}: 'y'` };
    expect(comparedEnvironments(sources)).toEqual({ dev: [], prod: ['staging'], staging: ['prod'] });
    expect(relateEnvironments(sources)).toEqual(none);
  },
);

test('those that are related are not compared once more', () => {
  const sources = { prod: `host: 'x'`, staging: `host: 'y', registry: { environment: 'prod' }` };
  expect(relateEnvironments(sources)).toEqual({ prod: ['staging'], staging: ['prod'] });
  expect(comparedEnvironments(sources)).toEqual({ prod: [], staging: [] });
});
