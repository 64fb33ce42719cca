import type { Endpoint } from './fill';

/**
 * What an environment finds at AWS and does not make: a certificate, and the bucket of the states where its own
 * bootstrap is not under test. Calls by hand, so that no client has to be installed for them.
 */
export async function requestCertificate(endpoint: Endpoint, host: string): Promise<string> {
  const response = await call(endpoint, 'acm', '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'CertificateManager.RequestCertificate',
    },
    body: JSON.stringify({ DomainName: host, ValidationMethod: 'DNS' }),
  });
  const { CertificateArn: arn } = (await response.json()) as { CertificateArn?: string };
  if (arn === undefined) throw new Error('the emulator gave no certificate');
  return arn;
}

/** A bucket of this name; the emulator makes no difference between Regions here. */
export async function createBucket(endpoint: Endpoint, name: string): Promise<void> {
  await call(endpoint, 's3', name, { method: 'PUT' });
}

async function call(
  { url, region }: Endpoint,
  service: string,
  path: string,
  request: RequestInit,
): Promise<Response> {
  // The emulator knows by it which service is meant, and looks at nothing else of it.
  const authorization = `AWS4-HMAC-SHA256 Credential=testing/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
  const headers = { ...request.headers, authorization };
  const response = await fetch(new URL(path, url), { ...request, headers });
  if (!response.ok) throw new Error(`${service} of the emulator answers ${response.status}`);
  return response;
}
