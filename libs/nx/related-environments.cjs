'use strict';

/** `registry: 'own'` is the default written out, and an account is no environment: both cross to no other one. */
const OWN_REGISTRY = /\bregistry\s*:\s*(?:(['"`])own\1|\{[^{}]*\baccount\b[^{}]*\})/g;
const REGISTRY = /\bregistry\b/;
/** What no two environments may have in common: each is planned with the others that have some. */
const UNIQUE = [/\bhost\b/, /\bcidr\b/, /\bdomain\b/];

/**
 * Which environments share an image registry with each one: both sides hold a part of it. Read as text.
 *
 * @param {Record<string, string>} sources name of an environment → text of all its .ts files
 * @returns {Record<string, string[]>} name → related environments, sorted; the relation goes both ways
 */
function relateEnvironments(sources) {
  return bothWays(sources, (name, others) =>
    mentionsRegistry(sources[name]) ? quotedIn(sources[name], others) : [],
  );
}

/**
 * Whose files the plan of each one reads, but for those that it is related to: hosts and networks are held against
 * each other, and a registry that names nobody could be any. What the others run is not read. Read as text: a mention
 * too many costs a synth, one too few a stale output.
 *
 * @param {Record<string, string>} sources name of an environment → text of all its .ts files
 * @returns {Record<string, string[]>} name → compared environments, sorted; the relation goes both ways
 */
function comparedEnvironments(sources) {
  const related = relateEnvironments(sources);
  const compared = bothWays(sources, (name, others) => {
    const text = sources[name];
    const isOpen = mentionsRegistry(text) && quotedIn(text, others).length === 0;
    return isOpen ? others : others.filter((other) => haveTheSame(text, sources[other]));
  });
  for (const name of Object.keys(compared)) {
    compared[name] = compared[name].filter((other) => !related[name].includes(other));
  }
  return compared;
}

function bothWays(sources, lookedAt) {
  const names = Object.keys(sources);
  const found = Object.fromEntries(names.map((name) => [name, new Set()]));
  for (const name of names) {
    const others = names.filter((other) => other !== name);
    for (const other of lookedAt(name, others)) {
      found[name].add(other);
      found[other].add(name);
    }
  }
  return Object.fromEntries(names.map((name) => [name, [...found[name]].sort()]));
}

function mentionsRegistry(source) {
  return REGISTRY.test(source.replace(OWN_REGISTRY, ''));
}

function quotedIn(source, names) {
  const text = source.replace(OWN_REGISTRY, '');
  return names.filter((name) => ["'", '"', '`'].some((q) => text.includes(q + name + q)));
}

function haveTheSame(one, other) {
  return UNIQUE.some((word) => word.test(one) && word.test(other));
}

module.exports = { comparedEnvironments, relateEnvironments };
