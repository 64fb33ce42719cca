/** One limit of an AWS API or service, with the place that says so. */
export interface Limit {
  /** What is limited, as the subject of a sentence: 'a Lambda function name'. */
  readonly what: string;
  /** Where AWS says so: `API:` the service's API model, `docs:` a page of docs.aws.amazon.com. */
  readonly source: string;
  /** Smallest number, or shortest text. */
  readonly min?: number;
  /** Largest number, or longest text. */
  readonly max?: number;
  /** What the numbers count. @default 'characters' for texts, nothing for numbers */
  readonly unit?: string;
  /** What a text must match. */
  readonly pattern?: RegExp;
  /** The pattern in words. */
  readonly patternText?: string;
  /** The only values there are. */
  readonly values?: readonly (string | number)[];
  /** AWS raises it on request: the key under `quotas` in an environment file that says it did. */
  readonly quota?: string;
}

/** The broken rule as a sentence, or undefined where the value keeps the limit. Numbers count, texts are measured. */
export function violation(limit: Limit, value: number | string): string | undefined {
  const size = typeof value === 'number' ? value : value.length;
  const broken =
    Number.isNaN(size) ||
    (limit.min !== undefined && size < limit.min) ||
    (limit.max !== undefined && size > limit.max) ||
    (limit.values !== undefined && !limit.values.includes(value)) ||
    (limit.pattern !== undefined && !limit.pattern.test(String(value)));
  return broken ? ruleOf(limit, typeof value) : undefined;
}

/** The limit as a sentence: "a Lambda function name is 1 to 64 characters, … [API:lambda]". */
export function ruleOf(limit: Limit, type: string = 'number'): string {
  const unit = limit.unit ?? (type === 'string' && limit.values === undefined ? 'characters' : '');
  const parts = [rangeText(limit, unit), valuesText(limit), limit.patternText].filter(Boolean);
  return `${limit.what} is ${parts.join(', ')} [${limit.source}]`;
}

function rangeText({ min, max }: Limit, unit: string): string {
  const suffix = unit ? ` ${unit}` : '';
  if (min !== undefined && max !== undefined) return `${figure(min)} to ${figure(max)}${suffix}`;
  if (max !== undefined) return `at most ${figure(max)}${suffix}`;
  return min !== undefined ? `at least ${figure(min)}${suffix}` : '';
}

function valuesText({ values }: Limit): string {
  return values ? `one of ${values.join(', ')}` : '';
}

function figure(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
