import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dns } from './dns';
import { fill } from './fill';
import { Fleet } from './fleet';
import { findProvider, override, writeConfig } from './provider';
import type { Provider } from './provider';
import { requestsAbout } from './requests';
import type { Emulator } from './start-emulator';
import { startEmulator } from './start-emulator';
import { TerraformLog } from './terraform-log';
import { Workspace } from './workspace';

const repository = join(__dirname, '../../..');
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';

/** One environment in a workspace and on an emulator of its own. */
export interface World {
  readonly fleet: Fleet;
  readonly workspace: Workspace;
  readonly emulator: Emulator;
  readonly log: TerraformLog;
  readonly provider: Provider;
  /** Where the commands ask who answers for a domain. */
  readonly dns: Dns;
  /** Pushes every image and fills every secret of the environment as it is now. */
  fillAll(): Promise<void>;
}

/** Makes a world, runs what is given in it, and takes it away again. */
export async function inWorld<T>(environment: string, run: (world: World) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-fleet-e2e-terraform-'));
  const workspace = new Workspace(repository, environment);
  const provider = findProvider();
  const log = new TerraformLog(folder, 'terraform', provider.version !== undefined);
  const logFile = join(folder, 'emulator.log');
  const emulator = await startEmulator({ account: ACCOUNT, region: REGION, logFile });
  const dns = await Dns.start();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...emulator.env,
    TF_CLI_CONFIG_FILE: writeConfig(folder, provider),
    TERRAFORM_BINARY_NAME: log.program,
    MCP_FLEET_DNS_SERVER: dns.server,
  };
  for (const name of emulator.unset) delete env[name];
  const endpoint = { url: emulator.url, region: REGION };
  const fleet = new Fleet(workspace, endpoint, env, override(provider));
  try {
    return await run({
      fleet,
      workspace,
      emulator,
      log,
      provider,
      dns,
      fillAll: () => fill(fleet.plan(), endpoint),
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const requests = requestsAbout(readFileSync(logFile, 'utf8'), message);
    if (requests.length === 0) throw error;
    throw new Error([message, '', 'What was asked about it:', ...requests].join('\n'), { cause: error });
  } finally {
    dns.stop();
    await emulator.stop();
    workspace.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}
