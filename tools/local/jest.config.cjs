module.exports = { ...require('../../jest.preset.cjs'), displayName: 'local', testTimeout: 30_000 };
