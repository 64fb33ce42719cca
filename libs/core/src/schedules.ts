interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** What may stand for numbers, from the smallest on. */
  readonly words?: readonly string[];
  /** What else one item may be. */
  readonly also?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

// Source: docs:AmazonCloudWatch/events/ScheduledEvents.
const FIELDS: readonly Field[] = [
  { name: 'minutes', min: 0, max: 59 },
  { name: 'hours', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31, also: /^(L|LW|L-\d+|\d+W)$/ },
  { name: 'month', min: 1, max: 12, words: MONTHS },
  { name: 'day of week', min: 1, max: 7, words: DAYS, also: /^(L|([1-7]|[A-Z]{3})(L|#[1-5]))$/ },
  { name: 'year', min: 1970, max: 2199 },
];
const SOURCE = 'docs:AmazonCloudWatch/events/ScheduledEvents';

/** The six fields of `cron(…)`; undefined for what is none. */
export function cronFields(expression: string): readonly string[] | undefined {
  return /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
}

/** The rule that a `cron(…)` of AWS breaks, as a sentence. */
export function cronViolation(expression: string): string | undefined {
  const fields = cronFields(expression);
  if (fields?.length !== FIELDS.length) {
    return `a cron has six fields: minutes, hours, day of month, month, day of week, year [${SOURCE}]`;
  }
  for (const [i, field] of FIELDS.entries()) {
    const text = fields[i] ?? '';
    if (text === '?' && (i === 2 || i === 4)) continue;
    if (text.split(',').every((item) => isItem(item, field))) continue;
    const words = field.words ? `, or ${field.words[0]} to ${field.words.at(-1)}` : '';
    return `the field "${field.name}" of a cron is ${field.min} to ${field.max}${words}, and here it is ${text} [${SOURCE}]`;
  }
  if ((fields[2] === '?') !== (fields[4] === '?')) return undefined;
  return `of day of month and day of week one is ?, and the other is not [${SOURCE}]`;
}

/** `5`, `1-5`, `*`, and each with a step behind it: `0/15`. */
function isItem(item: string, { min, max, words = [], also }: Field): boolean {
  if (also?.test(item.toUpperCase())) return true;
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
  if (range === '*' || (range === '' && step !== undefined)) return true;
  const ends = range.split('-');
  const isValue = (text: string) =>
    words.includes(text.toUpperCase()) || (/^\d+$/.test(text) && Number(text) >= min && Number(text) <= max);
  return ends.length <= 2 && ends.every(isValue);
}
