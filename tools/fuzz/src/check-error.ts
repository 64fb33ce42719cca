import { errorCodes, FleetError } from '@mcp-fleet/core';
import { SECRET } from './generate/sensible';

const LONGEST_MESSAGE = 20_000;

/** Whether a stranger can act on an error. @throws Error with what is missing. */
export function checkError(error: FleetError): void {
  const { code, path, rule, fix, message } = error;
  const faults = [
    ...(error instanceof FleetError ? [] : ['is no FleetError']),
    ...(Object.hasOwn(errorCodes, code) ? [] : [`has the unknown code ${code}`]),
    ...(typeof path === 'string' ? [] : ['has no path']),
    ...(rule.trim() ? [] : ['has no rule']),
    ...(fix.trim() ? [] : ['has no fix']),
    ...(message.length > LONGEST_MESSAGE ? [`is ${message.length} characters long`] : []),
    ...(/\n\s+at .*:\d+:\d+|node_modules|\/src\//.test(message) ? ['has a stack trace'] : []),
    ...(message.includes(SECRET) ? ['prints a secret'] : []),
    ...(/\[object \w+\]|\bundefined\b.*is not/.test(message) ? ['prints what is no text'] : []),
  ];
  if (faults.length > 0) throw new Error(`an error ${faults.join(', ')}:\n${message.slice(0, 2000)}`);
}
