export { initFleet } from './init-fleet';
export type { InitFleetProps, NewFleet } from './init-fleet';
