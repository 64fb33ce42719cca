import type { App } from 'cdktf';
import type { FleetStackProps } from './fleet-stack';
import { FleetStack } from './fleet-stack';

/**
 * A deployment that is taken down: provider and state, no resources, so that an apply destroys what the state holds.
 * Without it cdktf would forget the stack, and its resources would stay.
 */
export class RetiredStack extends FleetStack {
  constructor(scope: App, props: Omit<FleetStackProps, 'tags'>) {
    super(scope, props);
  }
}
