/**
 * Endpoints for the AWS services that MCP servers and their tasks use, so that images, logs and secrets do not travel
 * through NAT. The S3 endpoint is always created, because it is free and S3 holds the layers of images. In a small fleet the
 * others cost more than a NAT gateway, and they do not replace it: servers that call a SaaS need access to the internet.
 *
 * The S3 endpoint gives access only to buckets of the account, to those named in `publicBuckets`, and to the ARNs in
 * `s3Arns`: a file that a SaaS stores in a bucket of the same Region is refused until its bucket is named.
 *
 * @packageDocumentation
 */
export * from './endpoint-client';
export * from './endpoint-services';
export * from './vpc-endpoints';
export { type EndpointScope, type VpcEndpointsProps } from './vpc-endpoints-props';
