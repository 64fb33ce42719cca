module.exports = { ...require('../../jest.preset.cjs'), displayName: 'fargate-alb' };
