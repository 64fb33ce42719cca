'use strict';
/**
 * Puts off two libraries that others load at once and a synthesis never uses, a fifth of its time: they are loaded when they
 * are first used. Also prepares the heap. Preloaded with `node -r`, in front of any loader of TypeScript.
 */
const Module = require('node:module');
const { sep } = require('node:path');
require('./young-heap.cjs');

/** What packs archives for assets, and messages in fifty languages. */
const unused = new Map([
  ['archiver', 'cdktf'],
  ['../locales/index.cjs', 'zod'],
]);

/** Loads these when they are first used. */
const load = Module._load;
Module._load = function (request, parent, isMain) {
  const whose = unused.get(request);
  const now = () => load.call(this, request, parent, isMain);
  return whose !== undefined && parent?.filename.includes(`${sep}${whose}${sep}`) ? whenUsed(now) : now();
};

function whenUsed(load) {
  return new Proxy(() => undefined, {
    get: (_, key) => (key === '__esModule' ? true : load()[key]),
    apply: (_, self, args) => Reflect.apply(load(), self, args),
  });
}
