import { join } from 'node:path';

/** A running emulator: see tools/emulator. */
export interface Emulator {
  readonly url: string;
  /** Variables with which AWS clients and Terraform find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that must not be set. */
  readonly unset: readonly string[];
  /** All that exists now: names by kind. */
  live(): Promise<Readonly<Record<string, readonly string[]>>>;
  stop(): Promise<void>;
}

/** Whose account, where, and the file to which requests are logged. */
interface EmulatorProps {
  readonly account: string;
  readonly region: string;
  readonly logFile: string;
}

interface EmulatorModule {
  startEmulator(props: EmulatorProps): Promise<Emulator>;
}

/** Starts an emulator of its own on a free port. */
export function startEmulator(props: EmulatorProps): Promise<Emulator> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain JavaScript, which npm run emulator needs bare
  const { startEmulator: start } = require(join(__dirname, '../../emulator/emulator.cjs')) as EmulatorModule;
  return start(props);
}
