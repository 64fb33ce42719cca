import { names } from '../model/names';
import type { Target } from '../target';

export const dockerTarget: Target = {
  shared: 'image',
  keepsProcesses: true,
  pullsInRegion: false,
  inNetwork: () => undefined,
  isOpen: () => false,
  scalesTasks: false,
  named: [
    { what: 'a container name', nameOf: names.container },
    { what: 'the name of a network', nameOf: names.network, once: true },
  ],
  secretReaders: () => [],
};
