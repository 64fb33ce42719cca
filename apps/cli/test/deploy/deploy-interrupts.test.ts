import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployEnvironment } from '../../src/deploy/commands/deploy';
import { Interrupted } from '../../src/deploy/terraform/interrupts';
import { PLAN_CHANGES, World, creates, type Answer } from './world';

let world: World;
afterEach(() => world.remove());

const BOTH = {
  plan: PLAN_CHANGES,
  'dev-foundation show': creates('aws_ecr_repository.notes'),
  'dev-tools show': creates('aws_lambda_function.notes'),
};

test('an interrupt lets Terraform finish the stack, and nothing more is begun', async () => {
  world = new World({ ...BOTH, 'dev-foundation apply': { held: true } });
  await interrupted('nobody', 0);
  expect(world.calls().at(-1)).toBe('dev-foundation apply');
  expect(readFileSync(join(world.folder, 'runs/dev-foundation.apply.log.status'), 'utf8')).toMatch(
    /exit 0\n$/,
  );
  expect(world.said.join('\n')).toContain('Interrupted at the gate. Done: dev-foundation.');
});

test('a second one, a while later, reaches Terraform once', async () => {
  world = new World({ ...BOTH, 'dev-foundation apply': { held: true } });
  await interrupted('terraform', 0, 2000);
  expect(world.calls().filter((call) => call === 'dev-foundation got')).toHaveLength(1);
});

test('several at once, as task runners send them, are one', async () => {
  world = new World({ ...BOTH, 'dev-foundation apply': { held: true } });
  await interrupted('nobody', 0, 5, 10);
  expect(world.calls()).not.toContain('dev-foundation got');
});

test('a plan is interrupted at once', async () => {
  world = new World({ ...BOTH, 'dev-foundation plan': { held: true, exit: 2 } });
  await interrupted('terraform', 0);
  expect(world.calls()).toContain('dev-foundation got');
});

/** Longer than deploy waits before it passes an interrupt on. */
const A_WHILE_MILLISECONDS = 1500;

/**
 * Interrupts as soon as Terraform works on the foundation, at these moments in milliseconds. Terraform ends a while
 * after it has got the signal or, where it should get none, a while after the last of them.
 */
async function interrupted(reaches: 'terraform' | 'nobody', ...moments: number[]): Promise<void> {
  const session = world.session();
  const begun = /dev-foundation (plan|apply)$/;
  const held = JSON.parse(readFileSync(join(world.folder, 'answers.json'), 'utf8')) as Record<string, Answer>;
  const awaited = Object.keys(held).find((key) => begun.test(key) && held[key]?.held) ?? '';
  const release = () => writeFileSync(join(world.folder, 'release'), '');
  const running = deployEnvironment(session, { yes: true }).catch((error: unknown) => error);
  let asked = false;
  let got = false;
  const check = setInterval(() => {
    const calls = world.calls();
    if (!asked && calls.includes(awaited)) {
      asked = true;
      moments.forEach((moment) => session.interrupts.ask(moment));
      if (reaches === 'nobody') setTimeout(release, A_WHILE_MILLISECONDS);
    }
    if (!got && calls.includes('dev-foundation got')) {
      got = true;
      setTimeout(release, A_WHILE_MILLISECONDS);
    }
  }, 50);
  const ended = await running;
  clearInterval(check);
  expect(ended).toBeInstanceOf(Interrupted);
}
