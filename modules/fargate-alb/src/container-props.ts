/** Health check that ECS runs in a container. */
export interface ContainerHealthCheck {
  /** Program and arguments, run in the container. @default ['/usr/local/bin/mcp-router', 'healthcheck'] */
  readonly command?: readonly string[];
  /** Seconds between two checks, 5 to 300. @default 30 */
  readonly intervalSeconds?: number;
  /** Longest check, 2 to 60 seconds. @default 5 */
  readonly timeoutSeconds?: number;
  /** Failures in a row that make it unhealthy, 1 to 10. @default 3 */
  readonly retries?: number;
  /** Failures do not count for so long after the start, 0 to 300 seconds. @default 60 */
  readonly startPeriodSeconds?: number;
}

/** A container of a task. Texts are Terraform's: pass what users write through `literal()`. */
export interface ContainerProps {
  /**
   * Image by digest or tag, of the architecture of the task. It runs as user 1000 and can write to /tmp alone: ECS mounts
   * a folder of root's there unless the image declares `VOLUME /tmp` with a mode that lets everybody write.
   */
  readonly imageUri: string;
  /** ARN of the image's repository in ECR, which the task may pull. @default - a registry that asks for nothing */
  readonly repositoryArn?: string;
  /** Environment variables. Never secrets. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** ARNs of secrets, with their last six characters, by the variable that gets the whole value. @default {} */
  readonly secrets?: Readonly<Record<string, string>>;
  /**
   * ARNs of the KMS keys of these secrets, where their own policies leave the use to IAM. Only ECS may then decrypt with
   * them, and only through Secrets Manager. @default - keys that whoever reads the secret may use
   */
  readonly secretKeyArns?: readonly string[];
  /** Memory that the container may not exceed, in MiB. @default - the memory of the task */
  readonly memoryMiB?: number;
  /** Share of the CPU of the task, in units of 1/1024 vCPU. @default - what is left */
  readonly cpu?: number;
  /** True if the task ends with the container. Only right for the container that clients reach. @default - true for that one, else false */
  readonly essential?: boolean;
  /** Name of the log group of the container. */
  readonly logGroupName: string;
  /** Health check that ECS runs in the container. @default - the router's own check, every 30 seconds */
  readonly healthCheck?: ContainerHealthCheck;
}
