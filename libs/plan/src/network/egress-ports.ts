import { limits, violation } from '@mcp-fleet/core';
import type { Instance, PlanContext } from '../context';

/** Images, secrets, logs, and nearly everything that servers call. */
const HTTPS_PORT = 443;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': HTTPS_PORT };
/** A host is the container itself, or link-local: no security group is asked. */
const OWN_HOST =
  /^(localhost|.+\.localhost|0\.0\.0\.0|127\.[\d.]+|169\.254\.[\d.]+|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])\.?$/;
/** An address, up to a port that may be impossible. */
const ADDRESS = /^https?:\/\/(?:\[[^\]]*\]|[^/?#:\s]*):(\d+)(?=$|[/?#])/i;

/** Ports that servers call out by: those of the addresses in their settings, and 443. Sorted. */
export function egressPorts(
  { environment: { access } }: PlanContext,
  instances: readonly Instance[],
): number[] {
  const issuer = typeof access === 'object' && access.jwt ? [access.jwt.issuer] : [];
  const texts = [...issuer, ...instances.flatMap(addressTexts)];
  return [...new Set([HTTPS_PORT, ...texts.flatMap(portsOf)])].sort((a, b) => a - b);
}

/** Whether a text has an address with a port that nothing can listen on. */
export function hasImpossiblePort(text: string): boolean {
  return partsOf(text).some((part) => {
    const port = ADDRESS.exec(part)?.[1];
    return port !== undefined && violation(limits.vpc.port, Number(port)) !== undefined;
  });
}

/** What is written, else the default of the manifest. What is in SSM or in a secret nobody knows here. */
function addressTexts({ input: { settings = {} }, server }: Instance): string[] {
  return server.inputs.flatMap(({ name, secret, default: byDefault }) => {
    const value = settings[name] ?? byDefault;
    return secret || value === undefined || typeof value === 'object' ? [] : [String(value)];
  });
}

function portsOf(text: string): number[] {
  return partsOf(text).flatMap((part) => {
    const url = URL.canParse(part) ? new URL(part) : undefined;
    const byDefault = url && DEFAULT_PORTS[url.protocol];
    if (url === undefined || byDefault === undefined || OWN_HOST.test(url.hostname)) return [];
    const port = url.port === '' ? byDefault : Number(url.port);
    return port === 0 ? [] : [port];
  });
}

/** A setting may be a list. */
function partsOf(text: string): string[] {
  return text.split(/[\s,;]+/);
}
