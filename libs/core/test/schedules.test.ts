import { cronViolation } from '../src';

test.each([
  '0 20 ? * MON-FRI *',
  '0/15 8-18 * * ? *',
  '0 8 1,15 JAN,jul ? 2026-2030',
  '0 8 L * ? *',
  '0 8 3W * ? *',
  '0 8 ? * 2#1 *',
  '0 8 ? * FRIL *',
  '0 /8 * * ? *',
  '59 23 31 12 ? 2199',
])('cron(%s) is one of AWS', (fields) => {
  expect(cronViolation(`cron(${fields})`)).toBeUndefined();
});

test.each([
  ['0 20 * * 1-5', 'six fields'],
  ['60 20 * * ? *', 'the field "minutes" of a cron is 0 to 59, and here it is 60'],
  ['0 24 * * ? *', 'the field "hours" of a cron is 0 to 23'],
  ['0 8 0 * ? *', 'the field "day of month" of a cron is 1 to 31'],
  ['0 8 1 13 ? *', 'the field "month" of a cron is 1 to 12, or JAN to DEC'],
  ['0 8 ? * MONDAY *', 'the field "day of week" of a cron is 1 to 7, or SUN to SAT'],
  ['0 8 ? * 0 *', 'the field "day of week"'],
  ['0 8 * * ? 2200', 'the field "year" of a cron is 1970 to 2199'],
  ['0/0 8 * * ? *', 'the field "minutes"'],
  ['? 8 * * ? *', 'the field "minutes"'],
  ['0 8 * * * *', 'of day of month and day of week one is ?'],
  ['0 8 ? * ? *', 'of day of month and day of week one is ?'],
])('cron(%s): %s', (fields, rule) => {
  expect(cronViolation(`cron(${fields})`)).toContain(rule);
});
