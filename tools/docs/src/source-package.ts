import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { packageDocOf } from './doc-comment';

/** What documentation needs of a package.json. */
export interface PackageJson {
  readonly name: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export type Declaration =
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.FunctionDeclaration
  | ts.EnumDeclaration
  | ts.VariableStatement;

/** A package as its sources say it. Nothing is type-checked: names are looked up in the package. */
export interface SourcePackage {
  readonly folder: string;
  readonly json: PackageJson;
  /** The `@packageDocumentation` comment of src/index.ts. */
  readonly documentation: string;
  /** What src/index.ts exports, in its order. */
  readonly exports: ReadonlyMap<string, Declaration>;
  /** Every interface and type alias of the package, exported or not. */
  readonly types: ReadonlyMap<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration>;
}

/** Reads the package in a folder. */
export function readPackage(folder: string): SourcePackage {
  const source = join(folder, 'src');
  const files = new Map(
    readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .map((name) => [join(source, name), parseFile(join(source, name))]),
  );
  const index = join(source, 'index.ts');
  const indexFile = files.get(index);
  return {
    folder,
    json: JSON.parse(readText(join(folder, 'package.json'))) as PackageJson,
    documentation: indexFile ? packageDocOf(indexFile).text : '',
    exports: exportsOf(index, files),
    types: new Map([...files.values()].flatMap(typesOf)),
  };
}

/** A file's text with plain line ends, whatever git made of them. */
export function readText(file: string): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n');
}

/** The text of a file, or undefined where there is none. */
export function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readText(file) : undefined;
}

type Files = ReadonlyMap<string, ts.SourceFile>;

function parseFile(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readText(file), ts.ScriptTarget.Latest, true);
}

function exportsOf(path: string, files: Files): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const statement of files.get(path)?.statements ?? []) {
    if (ts.isExportDeclaration(statement)) {
      for (const [name, declaration] of reExports(path, statement, files)) found.set(name, declaration);
    } else if (isDeclaration(statement) && isExported(statement)) {
      for (const name of namesOf(statement)) found.set(name, statement);
    }
  }
  return found;
}

/** `export * from './x'` and `export { a, b as c } from './x'`. */
function reExports(path: string, statement: ts.ExportDeclaration, files: Files): [string, Declaration][] {
  const specifier = statement.moduleSpecifier;
  if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return [];
  const base = join(dirname(path), specifier.text);
  const target = [`${base}.ts`, join(base, 'index.ts')].find((file) => files.has(file));
  const all = target === undefined ? new Map<string, Declaration>() : exportsOf(target, files);
  const clause = statement.exportClause;
  if (clause === undefined) return [...all];
  if (!ts.isNamedExports(clause)) return [];
  return clause.elements.flatMap((element): [string, Declaration][] => {
    const declaration = all.get((element.propertyName ?? element.name).text);
    return declaration ? [[element.name.text, declaration]] : [];
  });
}

function isDeclaration(node: ts.Statement): node is Declaration {
  return (
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isVariableStatement(node)
  );
}

function isExported(node: Declaration): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function namesOf(node: Declaration): string[] {
  if (!ts.isVariableStatement(node)) return node.name ? [node.name.text] : [];
  return node.declarationList.declarations.map(({ name }) => name.getText());
}

function typesOf(file: ts.SourceFile): [string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration][] {
  return file.statements
    .filter((statement) => ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    .map((statement) => [statement.name.text, statement]);
}
