import { TerraformStack, Testing } from 'cdktf';

/** A stack in an app of its own, whose output folder is a new temporary one. */
export function testStack(id = 'test'): TerraformStack {
  return new TerraformStack(Testing.app(), id);
}
