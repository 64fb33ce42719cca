import { parseEnvironment } from '../src';

const minimal = {
  name: 'dev',
  aws: { account: '111122223333', region: 'us-east-1' },
  access: 'token',
  deployments: { tools: { target: 'lambda', topology: 'per-server', servers: { gitlab: {} } } },
};
const codesAndPaths = (raw: unknown) =>
  parseEnvironment(raw).errors.map(({ code, path }) => `${code} ${path}`);

test('a key that is misspelt is not also missing', () => {
  const tools = { ...minimal.deployments.tools, target: undefined, taget: 'lambda' };
  expect(codesAndPaths({ ...minimal, deployments: { tools } })).toEqual([
    'unknown-key deployments.tools.taget',
  ]);
  expect(codesAndPaths({ ...minimal, aws: { account: '111122223333', regin: 'us-east-1' } })).toEqual([
    'unknown-key aws.regin',
  ]);
  expect(codesAndPaths({ ...minimal, access: undefined, acces: 'token' })).toEqual(['unknown-key acces']);
  expect(codesAndPaths({ ...minimal, aws: undefined, awss: minimal.aws })).toEqual(['unknown-key awss']);
  expect(codesAndPaths({ ...minimal, access: undefined, colour: 'red' }).sort()).toEqual([
    'access-missing access',
    'unknown-key colour',
  ]);
});
