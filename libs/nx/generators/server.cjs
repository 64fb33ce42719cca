'use strict';
const { addFiles } = require('./ask.cjs');

/** `nx g @mcp-fleet/nx:server time pypi:mcp-server-time`; Nx takes --version for itself. */
module.exports = function server(tree, options) {
  const { name, source, packageVersion, mcpRegistry, npmRegistry, pypi } = options;
  return addFiles(tree, ['server', name, source], { packageVersion, mcpRegistry, npmRegistry, pypi });
};
