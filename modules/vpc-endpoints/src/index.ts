/**
 * Endpoints for the AWS services that MCP servers and their tasks use, so that images, logs and secrets do not travel
 * through NAT. S3 is always one of them, since it is free and holds the layers of images. The others cost more than a
 * NAT gateway in a small fleet, and do not replace it: servers that call a SaaS need a way out.
 *
 * Through the endpoint of S3 only buckets of the account are reached, those named in `publicBuckets`, and what `s3Arns`
 * names: a file that a SaaS keeps in a bucket of the same Region is refused until its bucket is named.
 *
 * @packageDocumentation
 */
export * from './endpoint-client';
export * from './endpoint-services';
export * from './vpc-endpoints';
export { type EndpointScope, type VpcEndpointsProps } from './vpc-endpoints-props';
