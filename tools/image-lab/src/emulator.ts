import type { Container, Containers } from './containers';
import { bufferedAnswer, streamedAnswer } from './invocation';
import type { McpAnswer } from './mcp';
import { until } from './mcp';
import { podman } from './podman';

/** Neither the user of the image nor root: Lambda runs every image as a user of its own. */
const LAMBDA_USER = '993:990';
const EMULATOR = '/usr/local/bin/aws-lambda-rie';
/** Not 8080, which is the router's; the emulator's own default would take it. */
const PORT = 9000;

export interface FunctionProps {
  readonly image: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly streaming: boolean;
  readonly files: Readonly<Record<string, string>>;
}

/** An image as a function of Lambda: AWS's own emulator starts adapter and router, and calls them one at a time. */
export class EmulatedFunction {
  private constructor(
    readonly container: Container,
    private readonly url: string,
    private readonly streaming: boolean,
  ) {}

  /** @param emulator path of the emulator's program on this machine. */
  static async start(
    containers: Containers,
    emulator: string,
    props: FunctionProps,
  ): Promise<EmulatedFunction> {
    const { image, memoryMiB, timeoutSeconds, variables, streaming, files } = props;
    const entrypoint = await podman(['image', 'inspect', '--format={{json .Config.Entrypoint}}', image]);
    const container = await containers.start({
      image,
      memoryMiB,
      port: PORT,
      user: LAMBDA_USER,
      entrypoint: EMULATOR,
      words: [
        '--runtime-interface-emulator-address',
        `0.0.0.0:${PORT}`,
        ...(JSON.parse(entrypoint) as string[]),
      ],
      variables: {
        AWS_REGION: 'us-east-1',
        AWS_LAMBDA_FUNCTION_NAME: 'image-lab',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMiB),
        AWS_LAMBDA_FUNCTION_TIMEOUT: String(timeoutSeconds),
        ...variables,
      },
      files: { [emulator]: EMULATOR, ...files },
    });
    return new EmulatedFunction(container, await container.url(PORT), streaming);
  }

  /** Two calls at once would end this emulator. */
  async invoke(event: object): Promise<McpAnswer> {
    const payload = await until('the emulator', 60, async () => {
      const response = await fetch(`${this.url}/2015-03-31/functions/function/invocations`, {
        method: 'POST',
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(60_000),
      });
      return Buffer.from(await response.arrayBuffer());
    });
    return this.streaming ? streamedAnswer(payload) : bufferedAnswer(payload);
  }

  /** Milliseconds of the init phase, and what the router says of its parts. */
  async init(): Promise<InitTimes> {
    return initTimes(await this.container.logs());
  }
}

export interface InitTimes {
  /** Until the adapter found the router healthy: what Lambda allows 10 s for. */
  readonly initMilliseconds: number;
  /** Of each server, from its start until it answered; not all of it need be within the init. */
  readonly servers: Readonly<Record<string, number>>;
}

/** Reads the lines of emulator and router. The emulator's `Init Duration` is always nought, so it is not used. */
export function initTimes(log: string): InitTimes {
  const init = /INIT REPORT\(durationMs: ([\d.]+)/.exec(log)?.[1];
  if (init === undefined)
    throw new Error(`the emulator does not say how long its init took:\n${log.slice(-500)}`);
  const ready = log.split('\n').flatMap((line) => {
    const start = line.indexOf('{');
    if (start < 0 || !line.includes('"server is ready"')) return [];
    const { server, milliseconds } = JSON.parse(line.slice(start)) as {
      server: string;
      milliseconds: number;
    };
    return [[server, milliseconds] as const];
  });
  return { initMilliseconds: Number(init), servers: Object.fromEntries(ready) };
}
