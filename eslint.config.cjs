const { builtinModules } = require('node:module');
const js = require('@eslint/js');
const nx = require('@nx/eslint-plugin');
const { defineConfig } = require('eslint/config');
const json = require('jsonc-eslint-parser');
const typescript = require('typescript-eslint');
const house = require('./tools/lint/plugin.cjs');

/** Which storeys a storey may import; docs/design-guidelines.md says why. */
const STOREYS = {
  refs: [],
  core: ['refs'],
  testing: ['core'],
  environment: ['core'],
  catalog: ['core', 'refs'],
  plan: ['core', 'environment', 'catalog'],
  module: ['core', 'refs', 'testing'],
  app: ['core', 'refs', 'environment', 'catalog', 'plan', 'module', 'testing'],
  terminal: ['core'],
  nx: [],
  cli: ['core', 'terminal', 'environment', 'catalog', 'plan', 'app'],
  environments: ['environment'],
};

const PROVIDER_ROOTS = {
  regex: '^@cdktf/provider-[^/]+$',
  message:
    'The root of a provider costs seconds and half a gigabyte: import @cdktf/provider-<name>/lib/<resource>.',
};
const PROVIDERS = {
  regex: '^@cdktf/provider-',
  message: 'Only modules and apps make resources.',
};
const IMPURE = {
  regex: `^(node:|cdktf(/|$)|constructs(/|$)|(${builtinModules.join('|')})(/|$))`,
  message: 'libs/plan is pure: no construct, no file, no process. Let the caller pass in what it needs.',
};
const NOT_ENVIRONMENT_DATA = {
  regex: '^(?!@mcp-fleet/environment$)(?!\\./(?!.*\\.\\./))',
  message: 'An environment file imports @mcp-fleet/environment and files of its own folder, nothing else.',
};

const SECRET_VALUES = {
  selector:
    ':matches(Property, MemberExpression) > Identifier[name=/^secret(String|Binary)$/], Literal[value=/^secret_?([sS]tring|[bB]inary)$/]',
  message: 'A value that Terraform sends is in its state for all who read that: put it in with the AWS CLI.',
};

const only = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });
const DATA_ONLY = 'An environment file is data: it must say the same on every machine.';

module.exports = defineConfig(
  {
    ignores: [
      '**/dist/**',
      '**/cdktf.out/**',
      '**/node_modules/**',
      '**/.nx/**',
      '**/*.d.ts',
      '**/.venv/**',
      'apps/router/**',
    ],
  },
  js.configs.recommended,
  typescript.configs.recommended,
  { plugins: { '@nx': nx, house } },
  {
    files: ['**/*.{ts,cts,js,cjs,mjs}'],
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      // What users write is searched for control characters on purpose.
      'no-control-regex': 'off',
      ...only(PROVIDER_ROOTS),
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    languageOptions: { sourceType: 'commonjs', globals: nodeGlobals() },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['{apps,libs,modules,environments,tools}/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // The root is no project: each package's jest.config.cjs takes the preset there, one test this file.
          allow: ['^(\\.\\./)+(jest\\.preset|eslint\\.config)\\.cjs$'],
          // A command loads its program when it is called; the programs themselves import the same packages at once.
          checkDynamicDependenciesExceptions: ['.*'],
          // Examples and tests import their own package by its name, as its users do.
          allowCircularSelfDependency: true,
          depConstraints: [
            ...Object.entries(STOREYS).map(([storey, below]) => ({
              sourceTag: `storey:${storey}`,
              onlyDependOnLibsWithTags: below.map((name) => `storey:${name}`),
            })),
            { sourceTag: 'storey:tool', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
    },
  },
  {
    // Missing ones only: a peer that only a provider needs looks unused.
    files: ['{apps,libs,modules}/*/package.json'],
    languageOptions: { parser: json },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          checkObsoleteDependencies: false,
          ignoredFiles: ['{projectRoot}/jest.config.cjs', '{projectRoot}/{test,examples}/**/*'],
        },
      ],
    },
  },
  {
    files: ['{libs,modules}/**/src/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['{libs,modules}/**/*.ts'],
    rules: { 'house/props': 'error' },
  },
  {
    files: ['{libs/*,modules/*,apps/{bootstrap,fleet}}/src/**/*.ts'],
    rules: { 'house/documented': 'error' },
  },
  {
    files: ['{libs/*,apps/fleet}/src/**/*.ts'],
    // The planner and the stack of a target know where they are.
    ignores: [
      'libs/plan/src/{lambda,fargate,docker}/**',
      'apps/fleet/src/stacks/{lambda,fargate,docker}-*.ts',
    ],
    rules: { 'house/target-cases': 'error' },
  },
  {
    files: ['{apps,modules}/**/*.ts'],
    // The commands make no resources: they look whether a secret is filled, and send nothing to Terraform.
    ignores: ['apps/cli/**'],
    rules: { 'no-restricted-syntax': ['error', SECRET_VALUES] },
  },
  {
    files: ['libs/**/*.ts'],
    rules: only(PROVIDER_ROOTS, PROVIDERS),
  },
  {
    files: ['libs/plan/src/**/*.ts'],
    rules: {
      ...only(PROVIDER_ROOTS, PROVIDERS, IMPURE),
      'no-restricted-globals': ['error', 'process', 'globalThis', 'fetch', 'setTimeout', 'Date'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['environments/**/*.ts'],
    rules: {
      ...only(NOT_ENVIRONMENT_DATA),
      'no-restricted-globals': [
        'error',
        ...['process', 'globalThis', 'global', 'require', 'fetch', 'Date'].map((name) => ({
          name,
          message: DATA_ONLY,
        })),
      ],
      'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: DATA_ONLY }],
    },
  },
);

function nodeGlobals() {
  const names = ['__dirname', '__filename', 'Buffer', 'console', 'exports', 'module', 'process', 'require'];
  const timers = [
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'performance',
    'URL',
  ];
  return Object.fromEntries([...names, ...timers].map((name) => [name, 'readonly']));
}
