'use strict';
const { docOf } = require('./doc-of.cjs');
const { membersOf } = require('./members.cjs');

const MOST_OWN = 15;
const MOST_IN_ALL = 20;

/**
 * The properties of an exported `…Props` are read by strangers: few, readonly, and each optional one says in its doc
 * comment what leaving it out means (`@default`).
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      tooMany: '{{name}} has {{count}} properties; at most {{most}} can be understood at a glance.',
      tooManyInAll:
        '{{name}} has {{count}} properties with those that it inherits; at most {{most}} can be found again.',
      readonly: '{{name}} must be readonly: props are never changed after they are given.',
      undocumented: '{{name}} is optional: a doc comment must say what it is and end in @default.',
      emptyDefault: '{{name}}: after @default comes a value, or a dash and what happens without one.',
    },
  },
  create(context) {
    const countInAll = (node) => {
      const { size } = membersOf(context.filename, context.sourceCode.text, node.id.name);
      if (size > MOST_IN_ALL) {
        const data = { name: node.id.name, count: size, most: MOST_IN_ALL };
        context.report({ node: node.id, messageId: 'tooManyInAll', data });
      }
    };
    return {
      'ExportNamedDeclaration > TSInterfaceDeclaration[id.name=/Props$/]'(node) {
        const properties = node.body.body.filter((member) => member.type === 'TSPropertySignature');
        if (properties.length > MOST_OWN) {
          const data = { name: node.id.name, count: properties.length, most: MOST_OWN };
          context.report({ node: node.id, messageId: 'tooMany', data });
        }
        countInAll(node);
        for (const property of properties) check(context, property);
      },
      'ExportNamedDeclaration > TSTypeAliasDeclaration[id.name=/Props$/]': countInAll,
    };
  },
};

function check(context, property) {
  const data = { name: context.sourceCode.getText(property.key) };
  if (!property.readonly) context.report({ node: property, messageId: 'readonly', data });
  if (!property.optional) return;
  const doc = docOf(context, property);
  if (!/@default\b/.test(doc)) context.report({ node: property, messageId: 'undocumented', data });
  else if (!/@default[ \t]+\S/.test(doc)) context.report({ node: property, messageId: 'emptyDefault', data });
}
