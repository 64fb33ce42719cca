module.exports = { ...require('../../jest.preset.cjs'), displayName: 'ops', testTimeout: 30_000 };
