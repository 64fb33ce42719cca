'use strict';
/**
 * Lets the part of the heap for new objects grow in larger steps. In steps of two, some runs of a synthesis moved objects that
 * were no longer used to the part for old ones, where nobody looked for them: 330 MiB rather than 190 for 1,000 servers, and a
 * fifth more processor time.
 */
require('node:v8').setFlagsFromString('--semi-space-growth-factor=4');
