import { relateEnvironments } from '../related-environments.cjs';

const none = { dev: [], prod: [], staging: [] };
const relate = (staging: string) =>
  relateEnvironments({ dev: `name: 'dev'`, prod: `name: 'prod'`, staging: `name: 'staging', ${staging}` });

test('environments without a registry are not related, even when they name each other', () => {
  expect(relate(`tags: { copyOf: 'dev' }`)).toEqual(none);
});

test.each([`registry: 'prod'`, `registry: { environment: "prod" }`, 'registry: `prod`'])(
  '%s relates both environments',
  (text) => {
    expect(relate(text)).toEqual({ dev: [], prod: ['staging'], staging: ['prod'] });
  },
);

test('a registry that names nobody could be any', () => {
  expect(relate(`registry: shared`)).toEqual({
    dev: ['staging'],
    prod: ['staging'],
    staging: ['dev', 'prod'],
  });
});

test.each([`registry: 'own'`, `registry:"own"`])('%s is the default', (text) => {
  expect(relate(text)).toEqual(none);
});

test('an own registry does not hide another mention', () => {
  expect(relate(`registry: 'own' /* registry of 'dev' until May */`).staging).toEqual(['dev']);
});

test.each(['host', 'cidr'])(
  'environments that have a %s are held against each other, not against those without',
  (key) => {
    const related = relateEnvironments({ dev: `name: 'dev'`, prod: `${key}: 'x'`, staging: `${key}: 'y'` });
    expect(related).toEqual({ dev: [], prod: ['staging'], staging: ['prod'] });
  },
);
