'use strict';
const { readFileSync, writeFileSync } = require('node:fs');

/**
 * Takes out of a stack's JSON what the AWS provider of this run does not know yet: newer-than-provider.json lists it, with
 * the reason for each. Plain JavaScript, because it runs before each command of Terraform.
 *
 * @typedef {{ stack: string, type: string, argument: string, reason: string }} NewerArgument `argument` is a path as
 * in the JSON, with * for every element of a list: `action.*.jwt_validation`.
 */

/**
 * Removes the arguments that are listed for a stack from its JSON, in place.
 *
 * @param {{ resource?: Record<string, Record<string, object>> }} json
 * @param {readonly NewerArgument[]} list
 * @returns {NewerArgument[]} those that were there
 */
function removeNewer(json, stack, list) {
  return list.filter(({ stack: of, type, argument }) => {
    if (of !== stack) return false;
    const counts = Object.values(json.resource?.[type] ?? {}).map((one) => remove(one, argument.split('.')));
    return counts.some((count) => count > 0);
  });
}

function remove(value, [key, ...rest]) {
  if (typeof value !== 'object' || value === null) return 0;
  if (key === '*') return Object.values(value).reduce((sum, one) => sum + remove(one, rest), 0);
  if (!Object.hasOwn(value, key)) return 0;
  if (rest.length > 0) return remove(value[key], rest);
  delete value[key];
  return 1;
}

module.exports = { removeNewer };

if (require.main === module) {
  const [file, stack, listFile] = process.argv.slice(2);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  const list = JSON.parse(readFileSync(listFile, 'utf8'));
  if (removeNewer(json, stack, list).length > 0) writeFileSync(file, JSON.stringify(json, null, 2));
}
