'use strict';

/** `registry: 'own'` is the default written out: it crosses to no other environment. */
const OWN_REGISTRY = /\bregistry\s*:\s*(['"`])own\1/g;
const REGISTRY = /\bregistry\b/;
/** What no two environments may have in common: each is planned with the others that have some. */
const UNIQUE = [/\bhost\b/, /\bcidr\b/, /\bdomain\b/];

/**
 * Which environments the plan of each one looks at: an image registry may be shared, and then both sides hold a
 * part of it; hosts and networks are held against each other. Read as text: a mention too many costs a synth, one too few a stale output.
 *
 * @param {Record<string, string>} sources name of an environment → text of all its .ts files
 * @returns {Record<string, string[]>} name → related environments, sorted; the relation goes both ways
 */
function relateEnvironments(sources) {
  const names = Object.keys(sources);
  const related = Object.fromEntries(names.map((name) => [name, new Set()]));
  for (const name of names) {
    for (const other of [...lookedAt(name, sources[name], names), ...withTheSame(name, sources)]) {
      related[name].add(other);
      related[other].add(name);
    }
  }
  return Object.fromEntries(names.map((name) => [name, [...related[name]].sort()]));
}

function lookedAt(name, source, names) {
  const text = source.replace(OWN_REGISTRY, '');
  if (!REGISTRY.test(text)) return [];
  const others = names.filter((other) => other !== name);
  const quoted = others.filter((other) => ["'", '"', '`'].some((q) => text.includes(q + other + q)));
  return quoted.length > 0 ? quoted : others;
}

function withTheSame(name, sources) {
  const has = (environment) => UNIQUE.filter((word) => word.test(sources[environment]));
  const own = has(name);
  return Object.keys(sources).filter(
    (other) => other !== name && has(other).some((word) => own.includes(word)),
  );
}

module.exports = { relateEnvironments };
