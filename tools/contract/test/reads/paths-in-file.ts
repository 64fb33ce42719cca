import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, normalize } from 'node:path';
import * as ts from 'typescript';

/** The first part of the path is known, the rest is not: the file may be any below it. */
export const ANY = '*';

const JOINS = new Set(['join', 'resolve']);

/**
 * The paths that a file builds from its own place (`__dirname`) or imports by climbing (`../../..`). Constants are
 * followed, from file to file too. A part that is not written out ends the path with `*`.
 */
export function pathsIn(file: string, root: string): string[] {
  const known = paths.get(file);
  if (known) return known;
  const { source } = parse(file);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const path = isDeclaredName(node) ? undefined : valueOf(node, file);
    if (!path?.startsWith('/')) ts.forEachChild(node, look);
    else if (path.startsWith(root) && !isInitializer(node) && !(path === root && isPlace(node)))
      found.push(path);
  };
  ts.forEachChild(source, look);
  const result = [...new Set(found)];
  paths.set(file, result);
  return result;
}

const paths = new Map<string, string[]>();

/** The files and packages that a file loads: absolute paths, and names of packages. */
export function importsOf(file: string): string[] {
  return parse(file).loads.map((from) =>
    from.startsWith('.') ? withExtension(normalize(join(dirname(file), from))) : from,
  );
}

interface Parsed {
  readonly source: ts.SourceFile;
  /** Local name → the file that exports it, and its name there. */
  readonly imports: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  /** All that it imports and requires, as written. */
  readonly loads: readonly string[];
}

const parsed = new Map<string, Parsed>();

function parse(file: string): Parsed {
  const known = parsed.get(file);
  if (known) return known;
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
  const imports = new Map<string, { file: string; name: string }>();
  const loads: string[] = [];
  const look = (node: ts.Node): void => {
    const loaded = importedBy(node);
    if (loaded) loads.push(loaded);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      const from = node.moduleSpecifier.text;
      const names = node.importClause?.namedBindings;
      if (from.startsWith('.') && names && ts.isNamedImports(names)) {
        const target = withExtension(normalize(join(dirname(file), from)));
        for (const { name, propertyName } of names.elements) {
          imports.set(name.text, { file: target, name: (propertyName ?? name).text });
        }
      }
    }
    ts.forEachChild(node, look);
  };
  look(source);
  const result = { source, imports, loads };
  parsed.set(file, result);
  return result;
}

/** What an expression is, if its text says so: a path or a part of one. */
function valueOf(node: ts.Node, file: string, depth = 0): string | undefined {
  if (depth > 9) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return meaningOf(node, file, depth);
  if (ts.isTemplateExpression(node)) return templateOf(node, file, depth);
  if (ts.isCallExpression(node) && JOINS.has(nameOf(node.expression))) return joined(node, file, depth);
  return undefined;
}

/** What a name stands for where it is used: the nearest constant of that name. */
function meaningOf(name: ts.Identifier, file: string, depth: number): string | undefined {
  if (name.text === '__dirname') return dirname(file);
  for (let scope: ts.Node = name.parent; scope; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some(({ name: given }) => declares(given, name.text))) {
      return undefined;
    }
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    const declared = constantsOf(scope).get(name.text);
    if (declared) return valueOf(declared, file, depth + 1);
  }
  const imported = parse(file).imports.get(name.text);
  return imported && exportedBy(imported.file, imported.name, depth);
}

function exportedBy(file: string, name: string, depth: number): string | undefined {
  if (!existsSync(file)) return undefined;
  const constant = constantsOf(parse(file).source).get(name);
  return constant && valueOf(constant, file, depth + 1);
}

function constantsOf({ statements }: ts.Block | ts.SourceFile): Map<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  for (const statement of statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && initializer) found.set(name.text, initializer);
    }
  }
  return found;
}

function declares(name: ts.BindingName, wanted: string): boolean {
  if (ts.isIdentifier(name)) return name.text === wanted;
  return name.elements.some((element) => ts.isBindingElement(element) && declares(element.name, wanted));
}

function templateOf(node: ts.TemplateExpression, file: string, depth: number): string {
  const parts = node.templateSpans.map((span) => {
    return (valueOf(span.expression, file, depth + 1) ?? ANY) + span.literal.text;
  });
  return node.head.text + parts.join('');
}

function joined(call: ts.CallExpression, file: string, depth: number): string | undefined {
  const [first, ...rest] = call.arguments.map((argument) => valueOf(argument, file, depth + 1) ?? ANY);
  if (!first?.startsWith('/')) return undefined;
  return normalize(join(first, ...rest));
}

function nameOf(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

function importedBy(node: ts.Node): string | undefined {
  const from =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isCallExpression(node) &&
          (nameOf(node.expression) === 'require' || node.expression.kind === ts.SyntaxKind.ImportKeyword)
        ? node.arguments[0]
        : undefined;
  return from && ts.isStringLiteral(from) ? from.text : undefined;
}

const READ_NOTHING = ['relative', 'toContain'];

/** Where a program runs, what a path is relative to, what a text may not hold: nothing is read by that. */
function isPlace({ parent }: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent)) return parent.name.getText() === 'cwd';
  return ts.isCallExpression(parent) && READ_NOTHING.includes(nameOf(parent.expression));
}

function isInitializer(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node.parent) && node.parent.initializer === node;
}

/** The name that a declaration, an import or an object gives: no use of a path. */
function isDeclaredName(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  const { parent } = node;
  return (
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isTypeNode(parent) ||
    ((ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyAssignment(parent)) &&
      parent.name === node) ||
    (ts.isPropertyAccessExpression(parent) && parent.name === node)
  );
}

function withExtension(path: string): string {
  if (extname(path) && existsSync(path)) return path;
  const candidates = [`${path}.ts`, `${path}.cjs`, join(path, 'index.ts'), path];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile()) ?? path;
}
