import { serveCases } from './serve-cases';

test.each(serveCases.map((bad) => [bad.code, bad] as const))('%s', async (code, { run, report }) => {
  const error = await run().then(
    () => new Error('nothing was wrong'),
    (thrown: Error) => thrown,
  );
  expect(error.message).toBe(report);
  expect(error.message).toContain(`code  ${code}`);
});
