#!/usr/bin/env node
'use strict';
// Environment files are TypeScript; the package itself is compiled.
require('../typescript-hook.cjs');
require('../dist/cli.js').main(process.argv.slice(2));
