import { join } from 'node:path';
import ts from 'typescript';
import { constructsOf, namesIn, propertiesOf, type DocConstruct, type DocProperty } from './constructs';
import { docOf } from './doc-comment';
import { exportRows } from './lib-readme';
import { code, codeBlock, header, page, prose, table } from './markdown';
import { readIfThere, type SourcePackage } from './source-package';

/** Type → anchor of the heading that tells of it. */
type Anchors = ReadonlyMap<string, string>;

/** The README of a module: what it is, examples, and its constructs with their props and members. */
export function moduleReadme(source: SourcePackage, refs?: SourcePackage): string {
  // The whole before its parts.
  const constructs = constructsOf(source, refs).sort((a, b) => b.parts.length - a.parts.length);
  const types = typesOfProps(source, constructs);
  const anchors = anchorsOf(constructs, types);
  const told = new Set([...constructs.flatMap(({ name, propsType = '' }) => [name, propsType]), ...types]);
  const others = new Map([...source.exports].filter(([name]) => !told.has(name)));
  return page([
    header('package.json, src and examples'),
    `# ${source.json.name}`,
    prose(source.documentation || (source.json.description ?? '')),
    ...install(source),
    ...example(source, 'minimal', '## Smallest use'),
    ...example(source, 'complete', '## With everything'),
    ...constructs.flatMap((construct) => constructBlocks(construct, anchors)),
    types.length > 0 ? '## Types' : undefined,
    ...types.flatMap((name) => typeBlocks(name, source, anchors)),
    others.size > 0 ? '## Also exported' : undefined,
    table(['name', 'what', 'description'], exportRows(others)),
    '## More',
    [
      '- What constructs take from each other and give: [`@mcp-fleet/refs`](../../libs/refs/README.md)',
      '- The limits of AWS that props are checked against: [docs/limits.md](../../docs/limits.md)',
      '- How modules are written: [docs/design-guidelines.md](../../docs/design-guidelines.md)',
    ].join('\n'),
  ]);
}

function install(source: SourcePackage): string[] {
  const { json } = source;
  const peers = Object.entries(json.peerDependencies ?? {});
  const needs = peers.map(([name, range]) => `${code(name)} ${code(range)}`).join(', ');
  return [
    '## Install',
    codeBlock(
      'sh',
      ['npm install', json.name, ...examplePackages(source), ...peers.map(([name]) => name)].join(' '),
    ),
    'Before it is published: [from a clone](../../docs/packages.md#from-a-clone).',
    ...(needs ? [`Peers: ${needs}.`] : []),
  ];
}

/** Packages of its dependencies that examples import, which a user then installs by name. */
function examplePackages({ folder, json }: SourcePackage): string[] {
  const texts = ['minimal', 'complete'].map(
    (name) => readIfThere(join(folder, 'examples', `${name}.ts`)) ?? '',
  );
  const imported = (name: string) => texts.some((text) => text.includes(`from '${name}'`));
  return Object.keys(json.dependencies ?? {}).filter(imported);
}

/** An example as a user of the package would write it. */
function example({ folder, json }: SourcePackage, name: string, title: string): string[] {
  const text = readIfThere(join(folder, 'examples', `${name}.ts`));
  if (text === undefined) return [];
  return [title, codeBlock('ts', text.replaceAll(/'\.\.\/src(\/index)?'/g, `'${json.name}'`))];
}

function constructBlocks(construct: DocConstruct, anchors: Anchors): (string | undefined)[] {
  const { name, doc, propsType, props, members, resources, parts } = construct;
  const made = [...parts, ...resources].map(code).join(', ');
  return [
    `## ${name}`,
    prose(doc.text),
    made ? `Makes: ${made}.` : undefined,
    doc.throws ? `Throws ${prose(doc.throws)}` : undefined,
    props.length > 0 ? `### Props of ${name} (${code(propsType ?? '')})` : undefined,
    propertyTable(props, anchors),
    members.length > 0 ? `### Members of ${name}` : undefined,
    table(
      ['name', 'type', 'description'],
      members.map((it) => [code(it.name), typeCell(it.type, anchors), prose(it.doc.text)]),
    ),
  ];
}

function typeBlocks(name: string, source: SourcePackage, anchors: Anchors): (string | undefined)[] {
  const declaration = source.types.get(name);
  if (declaration === undefined) return [];
  return [
    `### ${name}`,
    prose(docOf(declaration).text),
    ts.isTypeAliasDeclaration(declaration)
      ? codeBlock('ts', `type ${name} = ${declaration.type.getText()};`)
      : propertyTable(propertiesOf(name, source.types), anchors),
  ];
}

function propertyTable(props: readonly DocProperty[], anchors: Anchors): string | undefined {
  return table(
    ['name', 'type', 'default', 'description'],
    props.map((it) => [
      code(it.name),
      typeCell(it.type, anchors),
      it.optional ? defaultCell(it.doc.default) : '**required**',
      prose(it.doc.text),
    ]),
  );
}

/** `- none` is a behaviour in words, anything else a value. */
function defaultCell(text: string | undefined): string {
  if (text === undefined) return 'none';
  return text.startsWith('-') ? prose(text.replace(/^-\s*/, '')) : code(text);
}

function typeCell(type: string, anchors: Anchors): string {
  const anchor = namesIn(type)
    .map((name) => anchors.get(name))
    .find((found) => found !== undefined);
  return anchor === undefined ? code(type) : `[${code(type)}](#${anchor})`;
}

/** Where each type is told of, as GitHub makes anchors of headings. */
function anchorsOf(constructs: readonly DocConstruct[], types: readonly string[]): Anchors {
  const entries = [
    ...[...constructs.map(({ name }) => name), ...types].map((name) => [name, name]),
    ...constructs.map(({ name, propsType = '' }) => [propsType, `props-of-${name}-${propsType}`]),
  ];
  return new Map(entries.map(([name = '', anchor = '']) => [name, anchor.toLowerCase()]));
}

/** The package's own types that props and members mention, directly or through each other, sorted. */
function typesOfProps(source: SourcePackage, constructs: readonly DocConstruct[]): string[] {
  const found = new Set<string>();
  const visit = (type: string): void => {
    for (const name of namesIn(type)) {
      const declaration = source.types.get(name);
      if (declaration === undefined || found.has(name)) continue;
      found.add(name);
      if (ts.isTypeAliasDeclaration(declaration)) visit(declaration.type.getText());
      for (const property of propertiesOf(name, source.types)) visit(property.type);
    }
  };
  for (const { props, members } of constructs) [...props, ...members].forEach(({ type }) => visit(type));
  const propsTypes = constructs.map(({ propsType }) => propsType);
  return [...found].filter((name) => !propsTypes.includes(name)).sort();
}
