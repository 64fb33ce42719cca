import ts from 'typescript';
import { docOf, type DocComment } from './doc-comment';
import type { SourcePackage } from './source-package';

/** A property of an interface or class. */
export interface DocProperty {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  readonly doc: DocComment;
}

/** A construct as its users see it. */
export interface DocConstruct {
  readonly name: string;
  readonly doc: DocComment;
  /** Name of the interface of its props. */
  readonly propsType?: string;
  readonly props: readonly DocProperty[];
  /** Public properties and methods. */
  readonly members: readonly DocProperty[];
  /** Terraform types of the resources that its file makes, sorted. */
  readonly resources: readonly string[];
  /** Other constructs of the package that its file makes, sorted. */
  readonly parts: readonly string[];
}

type Types = SourcePackage['types'];

const PROVIDER = /^@cdktf\/provider-(\w+)\/lib\/(data-\1-)?(.+)$/;

/**
 * The constructs that a package exports: classes that extend Construct.
 *
 * @param refs the package of refs, whose comments stand in for members that have none.
 */
export function constructsOf(source: SourcePackage, refs?: SourcePackage): DocConstruct[] {
  const types: Types = new Map([...(refs?.types ?? []), ...source.types]);
  const classes = [...source.exports].flatMap(([name, declaration]): [string, ts.ClassDeclaration][] =>
    ts.isClassDeclaration(declaration) && heritage(declaration).includes('Construct')
      ? [[name, declaration]]
      : [],
  );
  const names = classes.map(([name]) => name);
  return classes.map(([name, declaration]) => {
    const propsType = propsTypeOf(declaration);
    const made = madeBy(declaration.getSourceFile());
    return {
      name,
      doc: docOf(declaration),
      propsType,
      props: propsType === undefined ? [] : propertiesOf(propsType, types),
      members: membersOf(declaration, types),
      resources: sorted(made.resources),
      parts: sorted(made.classes.filter((other) => other !== name && names.includes(other))),
    };
  });
}

/** The properties of an interface, its own first, then those that it inherits. */
export function propertiesOf(name: string, types: Types): DocProperty[] {
  const declaration = types.get(name);
  if (declaration === undefined || !ts.isInterfaceDeclaration(declaration)) return [];
  const own = declaration.members.filter(ts.isPropertySignature).map(property);
  const known = new Set(own.map((it) => it.name));
  const inherited = heritage(declaration)
    .flatMap((base) => propertiesOf(base, types))
    .filter((it) => !known.has(it.name));
  return [...own, ...inherited];
}

/** Names of the types that a type's text mentions. */
export function namesIn(type: string): string[] {
  return type.match(/\b[A-Z]\w*/g) ?? [];
}

function membersOf(declaration: ts.ClassDeclaration, types: Types): DocProperty[] {
  const fromRefs = new Map(
    heritage(declaration)
      .flatMap((name) => propertiesOf(name, types))
      .map((it) => [it.name, it.doc]),
  );
  return declaration.members.filter(isPublic).flatMap((member): DocProperty[] => {
    if (ts.isPropertyDeclaration(member)) {
      const found = property(member);
      const doc = found.doc.text === '' ? (fromRefs.get(found.name) ?? found.doc) : found.doc;
      return [{ ...found, doc }];
    }
    if (!ts.isMethodDeclaration(member)) return [];
    const parameters = member.parameters.map((parameter) => parameter.name.getText()).join(', ');
    const type = member.type ? oneLine(member.type) : 'void';
    return [{ name: `${member.name.getText()}(${parameters})`, type, optional: false, doc: docOf(member) }];
  });
}

function property(node: ts.PropertySignature | ts.PropertyDeclaration): DocProperty {
  return {
    name: node.name.getText(),
    type: node.type ? oneLine(node.type) : 'unknown',
    optional: node.questionToken !== undefined,
    doc: docOf(node),
  };
}

function isPublic(member: ts.ClassElement): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword, ts.SyntaxKind.StaticKeyword];
  return (ts.getModifiers(member as ts.HasModifiers) ?? []).every(({ kind }) => !hidden.includes(kind));
}

/** The type of the third parameter of the constructor: scope, id, props. */
function propsTypeOf(declaration: ts.ClassDeclaration): string | undefined {
  const type = declaration.members.find(ts.isConstructorDeclaration)?.parameters[2]?.type;
  return type && ts.isTypeReferenceNode(type) ? type.typeName.getText() : undefined;
}

function heritage(declaration: ts.ClassDeclaration | ts.InterfaceDeclaration): string[] {
  return (declaration.heritageClauses ?? []).flatMap((clause) =>
    clause.types.map((type) => type.expression.getText()),
  );
}

/** What a file makes with `new`: resources of the provider, by their Terraform type, and other classes. */
function madeBy(file: ts.SourceFile): { resources: string[]; classes: string[] } {
  const imported = new Map(file.statements.filter(ts.isImportDeclaration).flatMap(importedFromProvider));
  const resources: string[] = [];
  const classes: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node)) {
      const name = node.expression.getText();
      const resource = imported.get(name);
      if (resource === undefined) classes.push(name);
      else resources.push(resource);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { resources, classes };
}

function importedFromProvider(statement: ts.ImportDeclaration): [string, string][] {
  const [, provider, data, resource] =
    PROVIDER.exec((statement.moduleSpecifier as ts.StringLiteral).text) ?? [];
  const bindings = statement.importClause?.namedBindings;
  if (resource === undefined || !bindings || !ts.isNamedImports(bindings)) return [];
  const type = `${data ? 'data.' : ''}${provider}_${resource.replaceAll('-', '_')}`;
  return bindings.elements.map((element) => [element.name.text, type]);
}

function oneLine(node: ts.Node): string {
  return node.getText().replace(/\s+/g, ' ');
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
