'use strict';
/** ESLint plugin `house`. */
module.exports = {
  rules: {
    documented: require('./documented-rule.cjs'),
    props: require('./props-rule.cjs'),
    'target-cases': require('./target-cases-rule.cjs'),
  },
};
