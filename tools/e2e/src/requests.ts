const ARN = /arn:aws[\w-]*:[\w:/.-]*[\w/]/g;
/** Operations that change nothing, in the body of a request, its target or its path. */
const READS = /Action=(Describe|Get|List)|\.(Describe|Get|List)\w* | (GET|HEAD) /;
const MOST = 40;

/** Of the requests that an emulator logged, the last that changed what an error names: who has done it. */
export function requestsAbout(log: string, message: string): string[] {
  const arns = [...new Set(message.match(ARN))];
  return log
    .split('\n')
    .filter((line) => !READS.test(line) && arns.some((arn) => line.includes(arn)))
    .slice(-MOST);
}
