import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listFile, newerArguments, removalScript } from './newer-arguments';

/** One call of Terraform, as the log has it. */
export interface TerraformCall {
  readonly stack: string;
  readonly command: string;
  readonly seconds: number;
}

/**
 * A program that stands in for Terraform: runs the real one and notes in which stack, what, and how long. The commands
 * under test need no switch for it.
 */
export class TerraformLog {
  readonly program: string;
  private readonly file: string;

  /** @param older whether the provider lacks what is listed as newer */
  constructor(folder: string, terraform: string, older: boolean) {
    this.program = join(folder, 'terraform');
    this.file = join(folder, 'terraform.log');
    const remove = `[ -f cdk.tf.json ] && '${process.execPath}' '${removalScript}' cdk.tf.json "$(basename "$PWD")" '${listFile}'\n`;
    const removal = older && newerArguments.length > 0 ? remove : '';
    const script = `#!/bin/sh
${removal}start=$(date +%s%N)
'${terraform}' "$@"
code=$?
folder=$PWD
command=
for argument in "$@"; do
  case $argument in
    -chdir=*) folder=\${argument#-chdir=} ;;
    -*) ;;
    *) command=$argument; break ;;
  esac
done
echo "$(basename "$folder") $command $(( ($(date +%s%N) - start) / 1000000 ))" >> '${this.file}'
exit $code
`;
    writeFileSync(this.program, script);
    chmodSync(this.program, 0o755);
  }

  calls(): TerraformCall[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const [stack = '', command = '', milliseconds = '0'] = line.split(' ');
        return { stack: basename(stack), command, seconds: Number(milliseconds) / 1000 };
      });
  }
}
