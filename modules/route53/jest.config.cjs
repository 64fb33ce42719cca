module.exports = { ...require('../../jest.preset.cjs'), displayName: 'route53' };
