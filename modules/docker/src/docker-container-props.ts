/** Props of `DockerContainer`. Texts are Terraform's: pass what users write through `literal()`. */
export interface DockerContainerProps {
  /** Name, 2 to 63 characters: letters, digits and `_ . -`. It is the container's host name in its network too. */
  readonly containerName: string;
  /** Image with its tag, as the engine has it. It is never pulled: build it first. */
  readonly image: string;
  /** Name of the network. */
  readonly networkName: string;
  /** Port of this computer, 1,024 to 65,535, on 127.0.0.1 alone. */
  readonly hostPort: number;
  /** Memory, 16 MiB and more; what wants more is ended and started again. @default 256 */
  readonly memoryMiB?: number;
  /** CPUs, 0.1 and more; an engine refuses more than the computer has. @default 1 */
  readonly cpus?: number;
  /** Size of `/tmp`, the only place that can be written to, 16 MiB and more. It counts as memory. @default 512 */
  readonly temporaryStorageMiB?: number;
  /** Environment variables. Never secrets: state and `docker inspect` show them. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Folder of this computer with `secrets.json`, absolute; mounted read-only. The user 1000 of the container has to be
   * able to read it. @default - no secrets
   */
  readonly secretsFolder?: string;
  /** Labels of the container. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Seconds in which it has to become healthy, or the apply fails; 0 does not wait. @default 120 */
  readonly healthyWithinSeconds?: number;
}
