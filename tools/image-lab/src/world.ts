import type { Canaries } from './canaries';
import type { Containers } from './containers';
import type { LabFleet } from './fleet';
import type { Images } from './images';
import type { Lab } from './lab';
import type { LocalRegistry } from './registry';
import type { Checks } from './report';

/** What every proof works with. */
export interface World {
  readonly lab: Lab;
  readonly fleet: LabFleet;
  readonly images: Images;
  readonly checks: Checks;
  readonly containers: Containers;
  readonly canaries: Canaries;
  readonly registry: LocalRegistry;
  /** Logs of all containers, for the search at the end. */
  readonly logs: string[];
}
