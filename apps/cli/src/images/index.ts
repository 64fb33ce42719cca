/**
 * Images of servers and environments: what each is made of, and its build by docker or podman.
 *
 * @packageDocumentation
 */
export { buildImage, type Builder, type BuiltImage } from './build/build-image';
export { architectureOf, buildServer, findServer } from './commands/image';
export { buildAll, imagesOf } from './commands/images';
export { openBuilder, type OpenBuilderProps } from './commands/open-builder';
export { EngineFailure, type Engine, type EngineOptions } from './engine/engine';
export { enginePlatform, findEngine } from './engine/find-engine';
export type { Architecture, ImageKind, ImageSpec } from './spec/image-spec';
export { specsOf } from './spec/planned';
export { multiServerSpec, routerSpec, serverSpec, type MultiServerProps } from './spec/specs';
