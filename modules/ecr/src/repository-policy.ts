/** Lambda functions that run images of a repository. */
export interface LambdaReader {
  /** Account of the functions: 12 digits. */
  readonly account: string;
  /** Region of the functions. */
  readonly region: string;
  /** AWS partition. @default 'aws' */
  readonly partition?: string;
  /** Prefixes of the names of the functions, without wildcards: a `*` is added. */
  readonly functionNamePrefix: string;
}

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/**
 * The policy that lets Lambda, the service, pull images for the given functions. The execution roles of functions need
 * no rights on ECR. Functions of another account need that account named as well, or creating them fails.
 *
 * @param account account of the repository.
 */
export function repositoryPolicy(account: string | undefined, readers: readonly LambdaReader[]): string {
  const others = new Map(
    readers.filter((reader) => reader.account !== account).map((reader) => [reader.account, reader]),
  );
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [...readers.map(forService), ...[...others.values()].map(forAccount)],
  });
}

function forService({ partition = 'aws', region, account, functionNamePrefix }: LambdaReader): object {
  const functions = `arn:${partition}:lambda:${region}:${account}:function:${functionNamePrefix}*`;
  return {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: PULL,
    Condition: {
      StringLike: { 'aws:SourceArn': functions },
      StringEquals: { 'aws:SourceAccount': account },
    },
  };
}

function forAccount({ partition = 'aws', account }: LambdaReader): object {
  return { Effect: 'Allow', Principal: { AWS: `arn:${partition}:iam::${account}:root` }, Action: PULL };
}
