import { cronFields, cronViolation, didYouMean } from '@mcp-fleet/core';
import type { PlanContext } from '../context';

/** Secrets Manager rotates no more often. */
export const LEAST_HOURS = 4;
const SCALING = 'docs:autoscaling/scheduled-scaling-using-cron-expressions';
const ROTATION = 'docs:secretsmanager/rotate-secrets_schedule';

/** Reports when a number of tasks is to change, where AWS could not read it. */
export function checkScalingSchedule(
  context: PlanContext,
  path: string,
  { schedule, timezone }: { readonly schedule: string; readonly timezone?: string | undefined },
): void {
  const rule = scalingViolation(schedule);
  if (rule !== undefined) {
    const fix = "write it like 'cron(0 20 ? * MON-FRI *)'";
    context.report({ code: 'invalid-value', path: `${path}.schedule`, value: schedule, rule, fix });
  }
  if (timezone === undefined || isTimeZone(timezone)) return;
  context.report({
    code: 'invalid-value',
    path: `${path}.timezone`,
    value: timezone,
    rule: `a time zone has its IANA name, in its own letters [${SCALING}]`,
    fix: zoneFix(timezone),
  });
}

function scalingViolation(schedule: string): string | undefined {
  if (schedule.startsWith('cron')) return cronViolation(schedule);
  if (schedule.startsWith('at')) {
    return isTime(schedule)
      ? undefined
      : 'a time is written at(yyyy-mm-ddThh:mm:ss) [API:application-autoscaling.ScheduledAction]';
  }
  return /^rate\([1-9]\d* (minute|hour|day)s?\)$/.test(schedule)
    ? undefined
    : 'a rate is a whole number of minutes, hours or days: rate(12 hours) [API:application-autoscaling.ScheduledAction]';
}

/** A day that there is, and a time of it. */
function isTime(schedule: string): boolean {
  const parts = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(schedule)?.slice(1).map(Number);
  if (parts === undefined) return false;
  const [year = 0, month = 0, day = 0, hours = 0, minutes = 0, seconds = 0] = parts;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days && hours < 24 && minutes < 60 && seconds < 60;
}

/** Node knows names in any letters and the names of before; AWS knows them as IANA writes them. */
function isTimeZone(name: string): boolean {
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function zoneFix(name: string): string {
  const fix = didYouMean(name, Intl.supportedValuesOf('timeZone'));
  return fix.startsWith('use one of') ? 'write one such as Europe/Berlin or America/New_York' : fix;
}

/** Reports a schedule that Secrets Manager could not read, or would not keep. */
export function checkRotationSchedule(context: PlanContext, path: string, schedule: string): void {
  const cron = cronFields(schedule);
  const broken = cron ? cronRotationViolation(schedule, cron) : rateViolation(schedule);
  if (broken === undefined) return;
  const fix = "write it like 'cron(0 8 1 * ? *)' or 'rate(10 days)'";
  context.report({ code: 'invalid-value', path, value: schedule, rule: broken, fix });
}

function cronRotationViolation(schedule: string, fields: readonly string[]): string | undefined {
  const rule = cronViolation(schedule);
  if (rule !== undefined) return rule;
  const [minutes, hours = '', , , , year] = fields;
  if (minutes !== '0') return `a rotation begins with an hour: its minutes are 0 [${ROTATION}]`;
  if (year !== '*') return `a rotation is for every year: the last field is * [${ROTATION}]`;
  const step = Number(/\/(\d+)$/.exec(hours)?.[1] ?? (hours === '*' ? 1 : LEAST_HOURS));
  return step < LEAST_HOURS
    ? `a secret is rotated every ${LEAST_HOURS} hours at most [API:secretsmanager.RotationRulesType]`
    : undefined;
}

function rateViolation(schedule: string): string | undefined {
  return /^rate\(0+ /.test(schedule) && schedule.includes('day')
    ? `a rate is a number of days or hours, at least 1 [${ROTATION}]`
    : undefined;
}
