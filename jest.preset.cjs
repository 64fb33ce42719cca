/** Shared by every package: TypeScript by swc, and packages resolved to their sources, not to dist. */
module.exports = {
  testEnvironment: 'node',
  // Ends what hangs. No test passes or fails by how fast the machine is: many start programs, on a loaded computer too.
  testTimeout: 900_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'commonjs' },
        swcrc: false,
      },
    ],
  },
  testEnvironmentOptions: { customExportConditions: ['@mcp-fleet/source', 'node', 'require', 'default'] },
};
