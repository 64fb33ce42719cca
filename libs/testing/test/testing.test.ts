import { TerraformOutput, TerraformResource, TerraformStack, Testing } from 'cdktf';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';

function resource(stack: TerraformStack, id: string, type = 'fake_thing'): TerraformResource {
  const made = new TerraformResource(stack, id, { terraformResourceType: type });
  made.addOverride('size', id.length);
  return made;
}

test('reads resources back by type', () => {
  const stack = testStack();
  resource(stack, 'b');
  resource(stack, 'aa', 'fake_other');
  const json = synthesised(stack);
  expect(resourcesOf(json, 'fake_thing')).toEqual({ b: expect.objectContaining({ size: 1 }) });
  expect(onlyResource(json, 'fake_other')).toEqual(expect.objectContaining({ size: 2 }));
  expect(resourcesOf(json, 'fake_none')).toEqual({});
});

test('lists addresses sorted, and none for an empty stack', () => {
  const stack = testStack();
  resource(stack, 'b');
  resource(stack, 'a');
  resource(stack, 'c', 'fake_other');
  expect(addresses(synthesised(stack))).toEqual(['fake_other.c', 'fake_thing.a', 'fake_thing.b']);
  expect(addresses(synthesised(testStack()))).toEqual([]);
});

test('one resource means one', () => {
  const stack = testStack();
  expect(() => onlyResource(synthesised(stack), 'fake_thing')).toThrow(
    'expected one fake_thing, found 0 in: ',
  );
  resource(stack, 'a');
  resource(stack, 'b');
  expect(() => onlyResource(synthesised(stack), 'fake_thing')).toThrow(
    'found 2 in: fake_thing.a, fake_thing.b',
  );
});

test('references to another stack are resolved by its state', () => {
  const app = Testing.app();
  const producer = new TerraformStack(app, 'producer');
  const made = resource(producer, 'a');
  const consumer = new TerraformStack(app, 'consumer');
  new TerraformOutput(consumer, 'ref', { value: made.getStringAttribute('arn') });
  expect(JSON.stringify(synthesised(consumer).output)).toContain('data.terraform_remote_state');
});

test('gives the whole message of an error, and fails where there is none', () => {
  expect(thrownMessage(() => JSON.parse('{'))).toMatch(/JSON/);
  expect(
    thrownMessage(() => {
      throw 'text';
    }),
  ).toBe('text');
  expect(() => thrownMessage(() => 1)).toThrow('expected an error, none was thrown');
});
