'use strict';

const MOST_PROPS = 15;

/**
 * The properties of an exported interface `…Props` are read by strangers: few, flat, readonly, and each optional one
 * says in its doc comment what leaving it out means (`@default`).
 */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      tooMany: '{{name}} has {{count}} properties; at most {{most}} can be understood at a glance.',
      readonly: '{{name}} must be readonly: props are never changed after they are given.',
      undocumented: '{{name}} is optional: a doc comment must say what it is and end in @default.',
      emptyDefault: '{{name}}: after @default comes a value, or a dash and what happens without one.',
    },
  },
  create(context) {
    return {
      'ExportNamedDeclaration > TSInterfaceDeclaration'(node) {
        if (!node.id.name.endsWith('Props')) return;
        const properties = node.body.body.filter((member) => member.type === 'TSPropertySignature');
        if (properties.length > MOST_PROPS) {
          const data = { name: node.id.name, count: properties.length, most: MOST_PROPS };
          context.report({ node: node.id, messageId: 'tooMany', data });
        }
        for (const property of properties) check(context, property);
      },
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

function docOf(context, property) {
  const last = context.sourceCode.getCommentsBefore(property).at(-1);
  return last?.type === 'Block' && last.value.startsWith('*') ? last.value : '';
}
