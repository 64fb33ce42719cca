'use strict';
const { parseSync } = require('@swc/core');

/**
 * Reads from the text of an environment file which servers it names. The file is not run: Nx asks for this on
 * every command. What is not written out literally could name any server.
 *
 * @param {string} source text of an environment.ts
 * @returns {string[] | 'all'} names of servers, sorted; 'all' where the text does not say
 */
function readServers(source) {
  try {
    const names = deploymentsOf(exportedObject(source)).flatMap(serversOf);
    return [...new Set(names)].sort();
  } catch {
    // A file with a syntax error ends here as well: synth says what is wrong, the graph must stand.
    return 'all';
  }
}

/**
 * Reads from the text of an environment file where it runs.
 *
 * @param {string} source text of an environment.ts
 * @returns {'aws' | 'laptop' | 'unknown'} 'unknown' where the text does not say, or says both
 */
function readPlace(source) {
  try {
    const targets = deploymentsOf(exportedObject(source)).map((deployment) =>
      valuesOf(deployment, 'target').map(stringOf).join(),
    );
    if (!targets.includes('docker')) return 'aws';
    return targets.every((target) => target === 'docker') ? 'laptop' : 'unknown';
  } catch {
    return 'unknown';
  }
}

class NotLiteral extends Error {}

function exportedObject(source) {
  const { body } = parseSync(source, { syntax: 'typescript', target: 'es2022' });
  const statement = body.find((item) => item.type === 'ExportDefaultExpression');
  const exported = unwrap(statement?.expression);
  const isCall = exported?.type === 'CallExpression' && exported.callee.value === 'defineEnvironment';
  if (!isCall) return exported;
  const [argument] = exported.arguments;
  if (argument === undefined || argument.spread) throw new NotLiteral();
  return argument.expression;
}

function deploymentsOf(environment) {
  return valuesOf(environment, 'deployments').flatMap((deployments) =>
    entriesOf(deployments).map(([, deployment]) => deployment),
  );
}

function serversOf(deployment) {
  return valuesOf(deployment, 'servers').flatMap((servers) =>
    entriesOf(servers).flatMap(([key, instance]) => {
      const named = valuesOf(instance, 'server').map(stringOf);
      return named.length > 0 ? named : [key];
    }),
  );
}

function valuesOf(node, wanted) {
  return entriesOf(node)
    .filter(([key]) => key === wanted)
    .map(([, value]) => value);
}

/** The properties of an object literal; throws on a spread, a computed key, a shorthand, a getter, a method. */
function entriesOf(node) {
  const object = unwrap(node);
  if (object?.type !== 'ObjectExpression') throw new NotLiteral();
  return object.properties.map((property) => {
    if (property.type !== 'KeyValueProperty' || property.key.type === 'Computed') throw new NotLiteral();
    return [String(property.key.value), property.value];
  });
}

function stringOf(node) {
  const literal = unwrap(node);
  if (literal?.type !== 'StringLiteral') throw new NotLiteral();
  return literal.value;
}

const WRAPPERS = [
  'ParenthesisExpression',
  'TsAsExpression',
  'TsConstAssertion',
  'TsNonNullExpression',
  'TsSatisfiesExpression',
];

function unwrap(node) {
  return node && WRAPPERS.includes(node.type) ? unwrap(node.expression) : node;
}

module.exports = { readPlace, readServers };
