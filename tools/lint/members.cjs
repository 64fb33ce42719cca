'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { dirname, join, resolve } = require('node:path');
const ts = require('typescript');

const ROOT = resolve(__dirname, '../..');
const WRAPPERS = ['Partial', 'Readonly', 'Required'];

/**
 * Names of the members that an interface has, with those that it gets through `extends`, intersections, `Pick` and
 * `Omit`, from its own package or another of this repository. What comes from elsewhere counts nothing.
 */
exports.membersOf = function membersOf(file, text, name) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  return named(source, name, new Set());
};

function named(source, name, visited) {
  const key = `${source.fileName} ${name}`;
  if (visited.has(key)) return new Set();
  const path = new Set(visited).add(key);
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name) {
      const bases = (statement.heritageClauses ?? []).flatMap(({ types }) => types);
      return union([
        ownMembers(statement.members),
        ...bases.map((base) =>
          referred(source, base.expression.getText(source), base.typeArguments ?? [], path),
        ),
      ]);
    }
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === name) {
      return membersOfType(source, statement.type, path);
    }
    const from = sourceOf(source, statement, name);
    if (!from) continue;
    const found = named(from.source, from.name, path);
    if (found.size > 0) return found;
  }
  return new Set();
}

function membersOfType(source, type, visited) {
  if (ts.isTypeLiteralNode(type)) return ownMembers(type.members);
  if (ts.isParenthesizedTypeNode(type)) return membersOfType(source, type.type, visited);
  if (ts.isIntersectionTypeNode(type)) {
    return union(type.types.map((part) => membersOfType(source, part, visited)));
  }
  if (!ts.isTypeReferenceNode(type)) return new Set();
  return referred(source, type.typeName.getText(source), type.typeArguments ?? [], visited);
}

function referred(source, name, [first, second], visited) {
  if (first && WRAPPERS.includes(name)) return membersOfType(source, first, visited);
  if (!first || (name !== 'Pick' && name !== 'Omit')) return named(source, name, visited);
  const chosen = literals(second);
  const all = [...membersOfType(source, first, visited)];
  return new Set(all.filter((member) => chosen.includes(member) === (name === 'Pick')));
}

/** Where a statement takes a name from: the file and the name that it has there. */
function sourceOf(source, statement, name) {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return undefined;
  if (!statement.moduleSpecifier) return undefined;
  const clause = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : statement.exportClause;
  const isAll = ts.isExportDeclaration(statement) && !clause;
  const specifier = clause?.elements?.find((element) => element.name.text === name);
  if (!isAll && !specifier) return undefined;
  const file = fileOf(source.fileName, statement.moduleSpecifier.text);
  if (!file) return undefined;
  const text = readFileSync(file, 'utf8');
  return {
    source: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true),
    name: specifier?.propertyName?.text ?? name,
  };
}

function fileOf(importer, specifier) {
  const base = specifier.startsWith('.') ? resolve(dirname(importer), specifier) : packageOf(specifier);
  return base && [`${base}.ts`, join(base, 'index.ts')].find((file) => existsSync(file));
}

function packageOf(specifier) {
  const name = /^@mcp-fleet\/([\w-]+)$/.exec(specifier)?.[1];
  return name && ['libs', 'modules'].map((wing) => join(ROOT, wing, name, 'src')).find(existsSync);
}

function ownMembers(members) {
  return new Set(members.filter(ts.isPropertySignature).map((member) => member.name.getText()));
}

function literals(type) {
  if (!type) return [];
  if (ts.isUnionTypeNode(type)) return type.types.flatMap(literals);
  return ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [];
}

function union(sets) {
  return new Set(sets.flatMap((set) => [...set]));
}
