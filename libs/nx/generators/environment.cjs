'use strict';
const { addFiles } = require('./ask.cjs');

/** `nx g @mcp-fleet/nx:environment night --server=everything` */
module.exports = function environment(tree, { name, server, target, topology, edge, account, region }) {
  return addFiles(tree, ['environment', name], { server, target, topology, edge, account, region });
};
