export type { Remark, ServerResult } from './check-server';
export { checkServer } from './check-server';
export { findServers } from './find-servers';
export type { Connection } from './http';
export { foreign, get } from './http';
export { smokeJson, smokePage } from './page';
export { allWell, smoke } from './smoke';
export type { Target } from './target';
export { parseAddress, serverAt, serverOf } from './target';
