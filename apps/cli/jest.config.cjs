// Several starts of stand-ins for Terraform, engines and routers a test: a busy machine takes its time.
module.exports = { ...require('../../jest.preset.cjs'), displayName: 'cli', testTimeout: 60_000 };
