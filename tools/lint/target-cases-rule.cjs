'use strict';

/** Words that name a target or an edge of one. */
const TARGETS = ['lambda', 'fargate', 'docker', 'http-api', 'rest-api', 'alb'];
const EQUALITY = ['===', '!==', '==', '!='];

/** A target is asked for by a record, so that the compiler reports each place where a new target is missing. */
module.exports = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      compared:
        "'{{name}}' is compared here, and a new target would get the other answer: use byTarget() or a record with a case for each target.",
    },
  },
  create(context) {
    const check = (node) => {
      const literal = [node.left, node.right].find(({ value }) => TARGETS.includes(value));
      if (!literal || !EQUALITY.includes(node.operator)) return;
      context.report({ node, messageId: 'compared', data: { name: literal.value } });
    };
    return { BinaryExpression: check };
  },
};
