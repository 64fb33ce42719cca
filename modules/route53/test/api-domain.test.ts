import { ApiDomain, type ApiDomainProps } from '@mcp-fleet/route53';
import { addresses, onlyResource, synthesised, testStack, thrownMessage } from '@mcp-fleet/testing';
import { TerraformOutput } from 'cdktf';
import { allBroken, broken, plain } from './fixtures';

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';
const httpApi = { apiId: 'http1', executionArn: 'arn:aws:execute-api:us-east-1:111122223333:http1' };
const restApi = { restApiId: 'rest1', executionArn: 'arn:aws:execute-api:us-east-1:111122223333:rest1' };
const host = 'mcp.example.com';
const rest = { api: restApi, stageName: 'live' };

function make(props: Partial<ApiDomainProps> = {}) {
  const stack = testStack();
  const http = { api: httpApi, stageName: '$default' };
  const domain = new ApiDomain(stack, 'domain', { host, certificateArn, ...http, ...props });
  new TerraformOutput(stack, 'given', { value: domain.target });
  const json = synthesised(stack);
  return { domain, json, given: json.output?.given?.value };
}

test('minimal: the Regional domain name of an HTTP API, mapped at its root', () => {
  const { domain, json, given } = make();
  expect(plain(onlyResource(json, 'aws_apigatewayv2_domain_name'))).toEqual({
    domain_name: host,
    domain_name_configuration: {
      certificate_arn: certificateArn,
      endpoint_type: 'REGIONAL',
      security_policy: 'TLS_1_2',
    },
  });
  expect(plain(onlyResource(json, 'aws_apigatewayv2_api_mapping'))).toEqual({
    api_id: 'http1',
    domain_name: expect.stringMatching(/^\$\{aws_apigatewayv2_domain_name\..+\.id\}$/),
    stage: '$default',
  });
  expect(domain.url).toBe('https://mcp.example.com');
  expect(given).toEqual({
    dnsName: expect.stringMatching(/^\$\{aws_apigatewayv2_domain_name\..+\[0\]\.target_domain_name\}$/),
    zoneId: expect.stringMatching(/^\$\{aws_apigatewayv2_domain_name\..+\[0\]\.hosted_zone_id\}$/),
  });
});

test('everything: a REST API has the domain name of the first API version', () => {
  const { json, given } = make({ ...rest, tags: { Environment: 'dev' } });
  expect(plain(onlyResource(json, 'aws_api_gateway_domain_name'))).toEqual({
    domain_name: host,
    regional_certificate_arn: certificateArn,
    endpoint_configuration: { types: ['REGIONAL'] },
    security_policy: 'TLS_1_2',
    tags: { Environment: 'dev' },
  });
  expect(plain(onlyResource(json, 'aws_api_gateway_base_path_mapping'))).toEqual({
    api_id: 'rest1',
    domain_name: expect.stringMatching(/^\$\{aws_api_gateway_domain_name\..+\.domain_name\}$/),
    stage_name: 'live',
  });
  expect(given).toEqual({
    dnsName: expect.stringMatching(/^\$\{aws_api_gateway_domain_name\..+\.regional_domain_name\}$/),
    zoneId: expect.stringMatching(/^\$\{aws_api_gateway_domain_name\..+\.regional_zone_id\}$/),
  });
});

test('an HTTP API is tagged too, and may have a stage of another name', () => {
  const { json } = make({ stageName: 'live', tags: { a: 'b' } });
  expect(onlyResource(json, 'aws_apigatewayv2_domain_name').tags).toEqual({ a: 'b' });
  expect(onlyResource(json, 'aws_apigatewayv2_api_mapping').stage).toBe('live');
});

const STAGE =
  'a stage name is 1 to 128 characters, letters, digits, hyphens and underscores [API:apigateway.CreateStageRequest]';

test('all that is wrong at once', () => {
  const props = { ...rest, host: '*.example.com', certificateArn: 'arn:aws:iam::1:x', stageName: '$default' };
  expect(thrownMessage(() => make(props))).toBe(
    allBroken(
      broken(
        'test/domain: host',
        '*.example.com',
        'a domain name is 3 to 253 characters, lower-case labels of 1 to 63 letters, digits and inner hyphens, with dots between them and none at the end [docs:Route53/DomainNameFormat]',
        'write it like mcp.example.com',
      ),
      broken(
        'test/domain: certificateArn',
        'arn:aws:iam::1:x',
        'the ARN of a certificate is arn:<partition>:acm:<region>:<account>:certificate/<id>',
        'give the ARN of a certificate for the host',
      ),
      broken('test/domain: stageName', '$default', STAGE, 'give the name of the stage'),
    ),
  );
});

test('a stage of 128 characters fits, 129 do not', () => {
  expect(() => make({ stageName: 'x'.repeat(128) })).not.toThrow();
  expect(thrownMessage(() => make({ stageName: 'x'.repeat(129) }))).toContain(STAGE);
});

test('what only Terraform knows is not compared', () => {
  const unknown = { host: '${var.host}', certificateArn: '${var.arn}', stageName: '${var.stage}' };
  expect(() => make(unknown)).not.toThrow();
});

test('addresses are contract', () => {
  expect(addresses(make().json)).toEqual([
    'aws_apigatewayv2_api_mapping.domain_Mapping_3A091790',
    'aws_apigatewayv2_domain_name.domain_FBFFA2F6',
  ]);
  expect(addresses(make(rest).json)).toEqual([
    'aws_api_gateway_base_path_mapping.domain_Mapping_3A091790',
    'aws_api_gateway_domain_name.domain_FBFFA2F6',
  ]);
});
