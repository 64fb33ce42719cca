/**
 * The names of MCP servers: a public hosted zone of Amazon Route 53, certificates that prove themselves in it, the
 * domain name of an API, records that lead a host to an API or a load balancer, and health checks by which one Region
 * takes over from another. Parts to be combined: each takes refs and gives them.
 *
 * A failover pair is two stacks that share a host: each has the domain name and a certificate in its own Region, records
 * with the other role and another set identifier, and a host of its own Region that its health check asks.
 *
 * @packageDocumentation
 */
export * from './alarm-health-check';
export * from './alias-records';
export * from './api-domain';
export { Certificate, type CertificateProps } from './certificate';
export * from './endpoint-health-check';
export * from './hosted-zone';
