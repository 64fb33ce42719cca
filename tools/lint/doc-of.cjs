'use strict';

/** The text of a member's doc comment, without the stars; empty where there is none. */
exports.docOf = function docOf(context, member) {
  const last = context.sourceCode.getCommentsBefore(member).at(-1);
  if (last?.type !== 'Block' || !last.value.startsWith('*')) return '';
  return last.value.replace(/^[ \t]*\*+[ \t]?/gm, '').trim();
};
