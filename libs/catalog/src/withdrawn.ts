import { didYouMean, list } from '@mcp-fleet/core';
import type { Problem } from './problem';

/** A server that its authors have taken back: what is left of it cannot be deployed. */
export interface WithdrawnServer {
  /** Name of its package at PyPI. */
  readonly package: string;
  /** Why it is gone, as a clause that goes on from "it is withdrawn: ". */
  readonly reason: string;
  /** What to use now, as a sentence without its full stop. */
  readonly successor: string;
}

const YANKED = 'every release at PyPI is withdrawn';

/**
 * The withdrawn servers of AWS Labs, by the name that stands between `awslabs.` and `-mcp-server`. As of 2026-11-29.
 * The reasons are those of PyPI and of the repository awslabs/mcp.
 */
export const WITHDRAWN: Readonly<Record<string, WithdrawnServer>> = {
  'aws-diagram': {
    package: 'awslabs.aws-diagram-mcp-server',
    reason: `${YANKED}; an agent skill for diagrams has replaced it`,
    successor: 'use the agent skill of AWS: no MCP server takes its place',
  },
  ccapi: {
    package: 'awslabs.ccapi-mcp-server',
    reason: `${YANKED}, and its folder says that it is not to be released`,
    successor: "deploy 'aws-iac', which checks templates; it creates nothing",
  },
  cfn: {
    package: 'awslabs.cfn-mcp-server',
    reason: `${YANKED}, and the repository has removed it`,
    successor: "deploy 'aws-iac', which checks templates; it creates nothing",
  },
  'cloudwatch-appsignals': {
    package: 'awslabs.cloudwatch-appsignals-mcp-server',
    reason: `${YANKED}; it has another name now`,
    successor: "deploy 'cloudwatch-applicationsignals'",
  },
  core: {
    package: 'awslabs.core-mcp-server',
    reason: `${YANKED}, and those of servers that it needs are too, so that it cannot be installed at all`,
    successor: "deploy the single servers, such as 'aws-documentation' and 'cloudwatch'",
  },
  frontend: {
    package: 'awslabs.frontend-mcp-server',
    reason: `${YANKED}; it held fixed documentation of React and Amplify only`,
    successor: 'remove it: no server takes its place',
  },
  'git-repo-research': {
    package: 'awslabs.git-repo-research-mcp-server',
    reason: `${YANKED}; its authors point to Context7`,
    successor: 'use Context7, which is not of AWS',
  },
  terraform: {
    package: 'awslabs.terraform-mcp-server',
    reason: `${YANKED}, and the repository has removed it`,
    successor: "deploy 'terraform', the server of HashiCorp",
  },
};

/** The withdrawn server of a package at PyPI, which takes dots, underscores and hyphens for the same. */
export function withdrawnPackage(name: string): WithdrawnServer | undefined {
  const same = (text: string) => text.toLowerCase().replaceAll(/[-_.]+/g, '-');
  const bare = same(name.replace(/\[.*$/, ''));
  return Object.values(WITHDRAWN).find((server) => same(server.package) === bare);
}

/** Why no image is made of a package that is withdrawn. */
export function withdrawnProblem(server: WithdrawnServer): Problem {
  return { rule: `${server.package} is withdrawn: ${server.reason}`, fix: server.successor };
}

/** What is wrong with the key of a server that no folder has: it is withdrawn, or misspelt. */
export function unknownServer(key: string, known: readonly string[]): Problem {
  const name = key
    .toLowerCase()
    .replace(/^awslabs[.-]/, '')
    .replace(/-mcp-server$/, '');
  const withdrawn = Object.hasOwn(WITHDRAWN, name) ? WITHDRAWN[name] : undefined;
  if (withdrawn) return withdrawnProblem(withdrawn);
  return {
    rule: `a server is a folder with a server.json; there are: ${list(known) || 'none'}`,
    fix: didYouMean(key, known),
  };
}
