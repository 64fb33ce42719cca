'use strict';
const { docOf } = require('./doc-of.cjs');

/** Each field of an exported interface has a doc comment: what it is, before what holds without it (`@default`). */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      undocumented: '{{name}} is a field of an exported interface: a doc comment must say what it is.',
    },
  },
  create(context) {
    return {
      'ExportNamedDeclaration > TSInterfaceDeclaration > TSInterfaceBody > TSPropertySignature'(member) {
        if (/^[^@\s]/.test(docOf(context, member))) return;
        const data = { name: context.sourceCode.getText(member.key) };
        context.report({ node: member, messageId: 'undocumented', data });
      },
    };
  },
};
