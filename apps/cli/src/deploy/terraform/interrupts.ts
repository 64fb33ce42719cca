/** Thrown where the user has interrupted and nothing more is begun. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A task runner answers one Ctrl-C with several signals at once; a person takes longer. */
const SAME_WISH_MILLISECONDS = 1500;

/**
 * What the user asked for with Ctrl-C. Once: to stop when the stack that is being applied is done. Again, a while later:
 * to stop Terraform too. The AWS provider then drops the calls that are under way, which may leave things behind.
 */
export class Interrupts {
  private askedAt: number | undefined;
  private again = false;

  /** @param onFirst says to the user what happens now. */
  constructor(private readonly onFirst: () => void = () => undefined) {}

  /** From now on signals no longer end this process. Returns what restores that. */
  listen(): () => void {
    const ask = () => this.ask();
    SIGNALS.forEach((signal) => process.on(signal, ask));
    return () => SIGNALS.forEach((signal) => process.off(signal, ask));
  }

  ask(now = Date.now()): void {
    if (this.askedAt === undefined) {
      this.askedAt = now;
      this.onFirst();
    } else if (now - this.askedAt > SAME_WISH_MILLISECONDS) this.again = true;
  }

  get requested(): boolean {
    return this.askedAt !== undefined;
  }

  /** Whether even what Terraform is doing should end. */
  get insisted(): boolean {
    return this.again;
  }

  /** @throws Interrupted where the user has interrupted. */
  check(): void {
    if (this.requested) throw new Interrupted();
  }
}
