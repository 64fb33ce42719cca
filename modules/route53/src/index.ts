/**
 * DNS for MCP servers: a public hosted zone in Amazon Route 53, certificates that are validated in that zone, the custom
 * domain name of an API, records that point a host to an API or a load balancer, and health checks by which one Region
 * takes over from another. The constructs can be combined: each takes and returns refs.
 *
 * A failover pair is two stacks that share a host. Each has the domain name and a certificate in its own Region, records
 * with a different role and set identifier, and a host of its own Region for its health check.
 *
 * @packageDocumentation
 */
export * from './alarm-health-check';
export * from './alias-records';
export * from './api-domain';
export { Certificate, type CertificateProps } from './certificate';
export * from './endpoint-health-check';
export * from './hosted-zone';
