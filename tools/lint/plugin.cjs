'use strict';
/** ESLint plugin `house`. */
module.exports = { rules: { props: require('./props-rule.cjs') } };
