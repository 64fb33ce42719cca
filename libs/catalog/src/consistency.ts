import { FleetError, HIDDEN, didYouMean, list } from '@mcp-fleet/core';
import type { Derived } from './derive';
import type { DeploymentJson } from './deployment-json';
import type { ServerInput } from './manifest';
import type { ServerJson } from './server-json';

const ARGUMENT_WORDS = ['host', 'port'];
const VARIABLE_WORDS = ['logs', 'home', 'host', 'port'];

/** Where deployment.json contradicts server.json or itself. Errors have code `manifest-inconsistent`. */
export function inconsistencies(
  server: ServerJson,
  deployment: DeploymentJson,
  derived: Derived,
  file: string,
): FleetError[] {
  const found: FleetError[] = [];
  const add = (path: string, value: unknown, rule: string, fix: string): void => {
    found.push(new FleetError({ code: 'manifest-inconsistent', file, path, value, rule, fix }));
  };
  const { manifest, declared, chosen } = derived;

  if (deployment.package !== undefined && chosen === undefined) {
    const packages = (server.packages ?? []).map((p, i) => `${i} (${p.registryType})`);
    add(
      'package',
      deployment.package,
      'this is one of packages[] in server.json',
      `use one of: ${list(packages)}`,
    );
  }

  if (manifest.runtime.transport === 'stdio') {
    for (const key of ['path', 'port', 'healthPath', 'auth'] as const) {
      const value = deployment[key];
      if (value === undefined || value === 'none') continue;
      add(key, value, 'a stdio server has no address', 'remove the key, or write "transport": "http"');
    }
  }

  const level = deployment.logLevel?.variable;
  if (level !== undefined && deployment.variables && level in deployment.variables) {
    add(
      `variables.${level}`,
      undefined,
      'the router sets the variable of logLevel',
      'remove it from variables',
    );
  }

  const names = manifest.inputs.map((input) => input.name);
  const byName = new Map(manifest.inputs.map((input) => [input.name, input]));
  const needInput = (path: string, name: string): ServerInput | undefined => {
    const input = byName.get(name);
    if (!input)
      add(path, name, 'this names an input of server.json that a user gives', didYouMean(name, names));
    return input;
  };
  for (const [i, { when, oneOf }] of (deployment.requires ?? []).entries()) {
    const at = `requires[${i}]`;
    if (when) {
      const choices = needInput(`${at}.when.input`, when.input)?.choices;
      if (choices && when.equals !== undefined && !choices.includes(when.equals)) {
        const rule = `${when.input} is one of: ${list(choices)}`;
        add(`${at}.when.equals`, when.equals, rule, didYouMean(when.equals, choices));
      }
    }
    for (const [j, set] of oneOf.entries()) {
      for (const [k, name] of set.entries()) needInput(`${at}.oneOf[${j}][${k}]`, name);
    }
  }

  const declaredNames = declared.map((input) => input.name);
  for (const name of Object.keys(deployment.secrets ?? {})) {
    if (declaredNames.includes(name)) continue;
    add(`secrets.${name}`, name, 'this names an input of server.json', didYouMean(name, declaredNames));
  }

  for (const [i, text] of (deployment.arguments ?? []).entries()) {
    checkWords(`arguments[${i}]`, text, ARGUMENT_WORDS, declared, add);
  }
  for (const [name, text] of Object.entries(deployment.variables ?? {})) {
    if (declared.some((input) => input.name === name && input.secret)) {
      const rule = 'this input is a secret, and no secret is written in a manifest';
      const fix = `remove it: each deployment gives its own; if it is none, say "secrets": { "${name}": false }`;
      add(`variables.${name}`, HIDDEN, rule, fix);
    } else checkWords(`variables.${name}`, text, VARIABLE_WORDS, declared, add);
  }
  return found;
}

/** What stands in braces is a word that the router fills in, or a declared input: a misspelt one would be passed on. */
function checkWords(
  path: string,
  text: string,
  words: readonly string[],
  declared: readonly ServerInput[],
  add: (path: string, value: unknown, rule: string, fix: string) => void,
): void {
  for (const [, input, word] of text.matchAll(/\{(?:input:([^{}]*)|([a-z]+))\}/g)) {
    if (word !== undefined && !words.includes(word)) {
      const rule = `the router fills in ${words.map((w) => `{${w}}`).join(', ')} and {input:NAME} here`;
      add(path, text, rule, didYouMean(word, words));
    }
    const inputs = declared.map((d) => d.name);
    if (input !== undefined && !inputs.includes(input)) {
      add(path, text, '{input:NAME} names an input of server.json', didYouMean(input, inputs));
    }
  }
}
