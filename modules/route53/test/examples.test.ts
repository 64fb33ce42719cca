import { Testing } from 'cdktf';
import { onlyResource, resourcesOf, synthesised } from '@mcp-fleet/testing';
import { CompleteStack } from '../examples/complete';
import { MinimalStack } from '../examples/minimal';

const loadBalancer = { dnsName: 'dev-1.us-east-1.elb.amazonaws.com', zoneId: 'ZLOADBALANCER' };

test('minimal synthesises to a certificate and three records in a zone that exists', () => {
  const json = synthesised(new MinimalStack(Testing.app(), 'minimal', loadBalancer));
  expect(onlyResource(json, 'aws_acm_certificate').domain_name).toBe('mcp.example.com');
  expect(Object.keys(resourcesOf(json, 'aws_route53_record'))).toHaveLength(3);
  expect(resourcesOf(json, 'aws_route53_zone')).toEqual({});
});

test('complete synthesises; every domain name waits for the certificate’s validation', () => {
  const stack = new CompleteStack(Testing.app(), 'complete', {
    httpApi: { apiId: 'http1', executionArn: 'arn:aws:execute-api:us-east-1:111122223333:http1' },
    restApi: { restApiId: 'rest1', executionArn: 'arn:aws:execute-api:us-east-1:111122223333:rest1' },
    privateLoadBalancer: loadBalancer,
  });
  const json = synthesised(stack);
  const validated = expect.stringMatching(/^\$\{aws_acm_certificate_validation\./);
  const http = Object.values(resourcesOf(json, 'aws_apigatewayv2_domain_name'));
  expect(http).toHaveLength(2);
  for (const domain of http) {
    expect(domain.domain_name_configuration).toMatchObject({ certificate_arn: validated });
  }
  expect(onlyResource(json, 'aws_api_gateway_domain_name').regional_certificate_arn).toEqual(validated);
  expect(Object.keys(resourcesOf(json, 'aws_route53_health_check'))).toHaveLength(2);
});
