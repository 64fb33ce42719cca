import ts from 'typescript';
import { docOf, firstSentence } from './doc-comment';
import { code, header, page, prose, table } from './markdown';
import type { Declaration, SourcePackage } from './source-package';

/** The README of a library: what it is, and what it exports. */
export function libReadme(source: SourcePackage): string {
  return page([
    header('package.json and src'),
    `# ${source.json.name}`,
    prose(source.json.description ?? ''),
    // Markdown already: paragraphs, tables and code.
    source.documentation,
    '## Exports',
    table(['name', 'what', 'description'], exportRows(source.exports)),
  ]);
}

/** A row for each export: values first, then types, each in the order of the sources. */
export function exportRows(exports: ReadonlyMap<string, Declaration>): string[][] {
  const rows = [...exports].map(([name, declaration]) => [
    code(name),
    kindOf(declaration),
    prose(firstSentence(docOf(declaration).text)),
  ]);
  const isType = ([, kind]: string[]) => kind === 'interface' || kind === 'type';
  return [...rows.filter((row) => !isType(row)), ...rows.filter(isType)];
}

function kindOf(declaration: Declaration): string {
  if (ts.isClassDeclaration(declaration)) return 'class';
  if (ts.isInterfaceDeclaration(declaration)) return 'interface';
  if (ts.isTypeAliasDeclaration(declaration)) return 'type';
  if (ts.isFunctionDeclaration(declaration)) return 'function';
  return ts.isEnumDeclaration(declaration) ? 'enum' : 'constant';
}
