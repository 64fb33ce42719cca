#!/usr/bin/env node
'use strict';
// Environment files are TypeScript; the package itself is compiled.
require('@mcp-fleet/fleet/typescript-hook');
require('../dist/main.js');
