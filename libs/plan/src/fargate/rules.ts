import { limits, ruleOf, violation } from '@mcp-fleet/core';
import type { Deployment, PlanContext } from '../context';
import { checkHost } from '../hosts/rules';
import type { FargateDeploymentPlan } from '../model/fargate-plan';
import { imageUses } from '../model/image-uses';
import { reportPlainHttp } from '../rules/advice';
import { checkImage } from '../rules/image-rules';
import { FARGATE_TIMEOUT_SECONDS } from './services';
import { checkSecurityGroup } from './quota-rules';
import { checkTasks } from './task-rules';

/** Between the longest answer and the moment at which the load balancer takes a connection for dead. */
export const IDLE_MARGIN_SECONDS = 10;
/** An answer that a router lets run; a load balancer would wait a little longer. */
const LONGEST_TIMEOUT_SECONDS = 3600;

/** Rules about a deployment on Fargate. */
export function checkFargate(
  context: PlanContext,
  deployment: Deployment,
  plan: FargateDeploymentPlan,
): void {
  checkListener(context, deployment);
  checkHost(context, deployment);
  checkClients(context, deployment);
  checkRanges(context, deployment);
  checkProtected(context, deployment);
  checkTasks(context, deployment, plan);
  checkSecurityGroup(context, deployment, plan);
  checkTimeouts(context, deployment);
  checkNames(context, deployment, plan);
  for (const { image, path } of imageUses(plan)) checkImage(context, path, image);
}

function checkListener(context: PlanContext, { input, path }: Deployment): void {
  const { certificateArn, plainHttp, webAclArn } = input;
  if (certificateArn !== undefined && plainHttp) {
    context.report({
      code: 'invalid-value',
      path: `${path}.plainHttp`,
      value: true,
      rule: 'a load balancer serves HTTPS with its certificate, or plain HTTP, never both',
      fix: 'remove plainHttp, or certificateArn',
    });
  }
  const region = webAclArn?.split(':')[3];
  if (region !== undefined && region !== context.aws.region) {
    context.report({
      code: 'invalid-value',
      path: `${path}.webAclArn`,
      value: webAclArn,
      rule: `the web ACL of a load balancer is in its own Region, here ${context.aws.region} [API:wafv2.AssociateWebACLRequest]`,
      fix: 'give a web ACL of that Region',
    });
  }
  const { access } = context.environment;
  if (plainHttp && typeof access === 'object' && access.jwt?.alsoAt === 'edge') {
    context.report({
      code: 'invalid-value',
      path: `${path}.plainHttp`,
      value: true,
      rule: 'only an HTTPS listener checks tokens [docs:elasticloadbalancing/listener-verify-jwt]',
      fix: 'give a certificate, or remove access.jwt.alsoAt',
    });
  }
}

/** AWS refuses a rule that is there already. */
function checkRanges(context: PlanContext, { input, path }: Deployment): void {
  const first = new Map<string, string>();
  for (const [key, range] of Object.entries(input.clients ?? {})) {
    const at = `${path}.clients.${key}`;
    const other = first.get(range);
    if (other === undefined) first.set(range, at);
    else {
      context.report({
        code: 'invalid-value',
        path: at,
        value: range,
        rule: `a range is let in once, and ${other} is this one [API:ec2.AuthorizeSecurityGroupIngress]`,
        fix: 'remove it here',
      });
    }
  }
}

/** An internal load balancer lets the VPC in; whose addresses nobody has said, cannot be let in. */
function checkClients(context: PlanContext, { input, path }: Deployment): void {
  const existing = context.environment.network?.existing;
  if (existing === undefined || existing.cidr !== undefined) return;
  if (input.exposure === 'internet' || input.clients !== undefined) return;
  context.report({
    code: 'missing-key',
    path: `${path}.clients`,
    rule: 'an internal load balancer lets its VPC in, and network.existing does not say which addresses that has',
    fix: "add network.existing.cidr, or clients: { office: '203.0.113.0/24' } for others than the VPC",
  });
}

/** What load balancers are told of tokens, the same for all of an environment. */
export function checkListenerJwt(context: PlanContext): void {
  const { access, deployments } = context.environment;
  const jwt = typeof access === 'object' ? access.jwt : undefined;
  if (jwt?.alsoAt !== 'edge' || !Object.values(deployments).some(({ target }) => target === 'fargate'))
    return;
  if (jwt.jwksUri === undefined) {
    context.report({
      code: 'missing-key',
      path: 'access.jwt.jwksUri',
      rule: 'a load balancer that checks tokens is told where the keys of the issuer are [docs:elasticloadbalancing/listener-verify-jwt]',
      fix: "add jwksUri: 'https://…', the jwks_uri in the issuer's metadata, or remove alsoAt: the routers find the keys by themselves",
    });
  }
  const rule = violation(limits.loadBalancer.jwtClaimValues, jwt.audiences.length);
  if (rule !== undefined) {
    context.report({
      code: 'limit-exceeded',
      path: 'access.jwt.audiences',
      value: jwt.audiences.length,
      rule,
      fix: 'name fewer audiences, or remove alsoAt: the routers know no such limit',
    });
  }
  const texts = Object.entries({ issuer: jwt.issuer, ...prefixed('audiences', jwt.audiences) });
  for (const [key, text] of texts) {
    const tooLong = violation(limits.loadBalancer.jwtText, text);
    if (tooLong === undefined) continue;
    context.report({
      code: 'limit-exceeded',
      path: `access.jwt.${key}`,
      value: `${text.length} characters`,
      rule: tooLong,
      fix: 'remove alsoAt: the routers know no such limit',
    });
  }
}

function prefixed(key: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text, i) => [`${key}.${i}`, text]));
}

function checkProtected(context: PlanContext, { input, path }: Deployment): void {
  if (!context.environment.protected) return;
  if (input.capacity === 'spot') {
    context.report({
      code: 'spot-only',
      path: `${path}.capacity`,
      value: 'spot',
      rule: 'AWS may stop all Spot tasks at once: a protected environment keeps some on demand',
      fix: "write capacity: 'mixed' or 'on-demand'",
    });
  }
  if (input.debug?.exec) {
    context.report({
      code: 'exec-refused',
      path: `${path}.debug.exec`,
      value: true,
      rule: 'a shell needs tasks with writable root file systems, which a protected environment never has',
      fix: 'remove it, and look for the fault in another environment',
    });
  }
  if (input.plainHttp) reportPlainHttp(context, path, 'report');
}

/** Names that do not only depend on what the schema lets through. */
function checkNames(
  context: PlanContext,
  { path }: Deployment,
  { loadBalancer }: FargateDeploymentPlan,
): void {
  const names = [
    [limits.loadBalancer.name, loadBalancer.name],
    [limits.s3.bucketName, loadBalancer.accessLogBucket],
  ] as const;
  for (const [limit, name] of names) {
    const rule = violation(limit, name);
    if (rule === undefined) continue;
    const fix = 'rename the deployment or the environment';
    context.report({ code: 'limit-exceeded', path, value: name, rule, fix });
  }
}

function checkTimeouts(context: PlanContext, { instances }: Deployment): void {
  const { idleTimeoutSeconds } = limits.loadBalancer;
  for (const { input, path, server } of instances) {
    const { timeoutSeconds = FARGATE_TIMEOUT_SECONDS } = input;
    if (timeoutSeconds > LONGEST_TIMEOUT_SECONDS) {
      context.report({
        code: 'timeout-too-long',
        path: `${path}.timeoutSeconds`,
        value: timeoutSeconds,
        rule: `a router lets an answer take ${LONGEST_TIMEOUT_SECONDS} seconds; ${ruleOf(idleTimeoutSeconds)}`,
        fix: `write ${LONGEST_TIMEOUT_SECONDS} or less`,
      });
    }
    const slowest = server.runtime.slowestCallSeconds;
    if (slowest === undefined || slowest <= timeoutSeconds) continue;
    const enough = slowest < LONGEST_TIMEOUT_SECONDS ? `write timeoutSeconds: ${slowest + 1}, or ` : '';
    context.report({
      code: 'slow-server',
      path,
      value: `${server.key}: up to ${slowest} seconds`,
      rule: `its router ends an answer after ${timeoutSeconds} seconds; slower calls of this server would end with 504`,
      fix: `${enough}accept it: acknowledge: { 'slow-server': '<reason>' }`,
    });
  }
}
