import { parseEnvFile } from '@mcp-fleet/terminal';
import type { Connection, Target } from '../../smoke';
import { allWell, serverAt, smoke, smokePage } from '../../smoke';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Local } from '../open-local';
import { running } from './watch';

const TOKEN = 'MCP_TOKEN';
const LONGEST_ANSWER_MILLISECONDS = 30_000;

/** Lists the tools of each server and calls a harmless one, as a client would. */
export async function tools(local: Local): Promise<boolean> {
  const there = (await running(local)).map(({ name }) => name);
  const instances = local.deployments.flatMap(({ instances, containers }) =>
    Object.values(instances).filter(({ container }) => there.includes(containers[container]?.name ?? '')),
  );
  if (instances.length === 0) {
    local.say(`Nothing runs: nx run ${local.plan.environment}:up`);
    return false;
  }
  const targets = instances.map(({ name, url }): Target => serverAt(name, url));
  const results = await smoke(targets, connection(local));
  local.say(smokePage(results));
  return allWell(results);
}

/** The first token of .env. */
function connection({ folder }: Local): Connection {
  const file = join(folder, '.env');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const token = parseEnvFile(text, relative('.', file)).get(TOKEN)?.value.split(',')[0]?.trim();
  return {
    ...(token ? { token } : {}),
    tokenVariable: TOKEN,
    timeoutMilliseconds: LONGEST_ANSWER_MILLISECONDS,
  };
}
