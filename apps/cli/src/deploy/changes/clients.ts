import type { AddressChange } from './addresses';

/** A deployment's front door, before and after. */
export interface FrontDoorChange {
  readonly deployment: string;
  /** Edge that exists, as the state has it. @default - none */
  readonly edgeBefore?: string;
  /** Edge that the file asks for. @default - none: the deployment is retired */
  readonly edge?: string;
  readonly addresses: readonly AddressChange[];
}

/** The resource that an edge is. */
const EDGES: Readonly<Record<string, string>> = {
  aws_apigatewayv2_api: 'http-api',
  aws_api_gateway_rest_api: 'rest-api',
  aws_lb: 'alb',
};

/** The edge among the addresses of a state's resources. */
export function edgeIn(addresses: readonly string[]): string | undefined {
  return addresses.map((address) => EDGES[address.split('.')[0] ?? '']).find((edge) => edge !== undefined);
}

/** What users of MCP clients have to change, in a sentence for each reason. Empty where every address stays. */
export function clientNotices(doors: readonly FrontDoorChange[]): string[] {
  const all = doors.flatMap(({ deployment, addresses }) =>
    addresses.map((address) => ({ ...address, deployment })),
  );
  const moves = all
    .filter(({ kind }) => kind === 'goes')
    .flatMap((from) => {
      const target = all.find((other) => other.instance === from.instance && other.kind === 'comes');
      return target ? [{ from, target }] : [];
    });
  const moved = new Set(moves.map(({ from }) => from.instance));
  return [
    ...moves.map(
      ({ from, target }) =>
        `${from.instance} moves from ${from.deployment} to ${target.deployment}: ${replace(from.before, target.after)}`,
    ),
    ...doors.flatMap((door) => [...turned(door), ...leaving(door, moved)]),
  ];
}

/** A front door whose name changes, and with it the address of every instance that stays. */
function turned({ deployment, edgeBefore, edge, addresses }: FrontDoorChange): string[] {
  const changed = addresses.filter(({ kind }) => kind === 'changes');
  const [one] = changed;
  if (one === undefined) return [];
  const [before, after] = [originOf(one.before), originOf(one.after)];
  const why =
    edgeBefore !== undefined && edge !== undefined && edgeBefore !== edge
      ? `edge ${edgeBefore} becomes ${edge}`
      : after === undefined
        ? 'its front door is made anew'
        : `${before} becomes ${after}`;
  return [
    `${deployment}: ${why}, so the addresses of ${changed.map(({ instance }) => instance).join(', ')} change; ${
      after === undefined
        ? `${before} ends, and ${LATER} says the new ones`
        : `clients replace ${before} by ${after}`
    }`,
  ];
}

/** Instances that no deployment has any more. One that comes where one goes may be the same under a new name. */
function leaving({ addresses }: FrontDoorChange, moved: ReadonlySet<string>): string[] {
  const gone = addresses.filter(({ kind, instance }) => kind === 'goes' && !moved.has(instance));
  const come = addresses.filter(({ kind, instance }) => kind === 'comes' && !moved.has(instance));
  const [from, to] = [gone[0], come[0]];
  if (from && to && gone.length === 1 && come.length === 1) {
    return [
      `${from.instance} is renamed to ${to.instance}, or replaced by it: ${replace(from.before, to.after)}`,
    ];
  }
  return gone.map(({ instance, before }) => `${instance} goes: clients remove ${before}`);
}

const LATER = 'outputs, after the deploy,';

function replace(before: string | undefined, after: string | undefined): string {
  return after === undefined
    ? `clients replace ${before} by the address that ${LATER} says`
    : `clients replace ${before} by ${after}`;
}

function originOf(address: string | undefined): string | undefined {
  return address?.replace(/\/[^/]+\/mcp$/, '');
}
