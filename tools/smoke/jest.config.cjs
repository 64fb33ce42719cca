module.exports = { ...require('../../jest.preset.cjs'), displayName: 'smoke', testTimeout: 30_000 };
