module.exports = { ...require('../../jest.preset.cjs'), displayName: 'serve', testTimeout: 60_000 };
