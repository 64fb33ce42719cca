// Several starts of a stand-in for Terraform a test: a busy machine takes its time.
module.exports = { ...require('../../jest.preset.cjs'), displayName: 'deploy', testTimeout: 30_000 };
