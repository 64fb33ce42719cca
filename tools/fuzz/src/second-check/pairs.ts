import type { StackDocument } from './documents';
import { questionOf, roleOf } from './route53';
import { World, addressOf } from './world';

const RECORD = 'aws_route53_record';

/**
 * What is wrong between two environments of which one takes over from the other: every record that fails over has its
 * other half there, for the same name and type, with the other role and another identifier
 * (API:route53.ResourceRecordSetFailover). With one half alone a failover leads nowhere.
 */
export function pairFaults(one: readonly StackDocument[], other: readonly StackDocument[]): string[] {
  const permission = { publicStacks: [], quotas: {}, acknowledged: [], forbidden: [] };
  const world = new World([...one, ...other], permission);
  const failing = world.of(RECORD).filter((record) => roleOf(record) !== undefined);
  return failing.flatMap((record) => {
    const others = failing.filter(
      (it) => it !== record && questionOf(it, world) === questionOf(record, world),
    );
    const fits =
      others.length === 1 &&
      others.every(
        (it) =>
          roleOf(it) !== roleOf(record) &&
          world.expand(it, it.block['set_identifier']) !==
            world.expand(record, record.block['set_identifier']),
      );
    return fits ? [] : [`${addressOf(record)}: it has no other half`];
  });
}
