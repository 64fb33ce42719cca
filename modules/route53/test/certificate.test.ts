import { Certificate, type CertificateProps } from '@mcp-fleet/route53';
import {
  addresses,
  onlyResource,
  resourcesOf,
  synthesised,
  testStack,
  thrownMessage,
} from '@mcp-fleet/testing';
import { TerraformOutput } from 'cdktf';
import { allBroken, broken, plain, zone } from './fixtures';

function make(props: Partial<CertificateProps> = {}) {
  const stack = testStack();
  const certificate = new Certificate(stack, 'cert', { zone, domainName: 'mcp.example.com', ...props });
  new TerraformOutput(stack, 'given', { value: certificate.certificateArn });
  const json = synthesised(stack);
  return { json, given: json.output?.given?.value };
}
const recordsOf = (props: Partial<CertificateProps>) => resourcesOf(make(props).json, 'aws_route53_record');
const wanted = (name: string, attribute: string) =>
  `\${one([for it in aws_acm_certificate.cert_56CA94EB.domain_validation_options : it.resource_record_${attribute} if it.domain_name == "${name}"])}`;

test('minimal: one name, its record, and an ARN that waits until it is proved', () => {
  const { json, given } = make();
  expect(plain(onlyResource(json, 'aws_acm_certificate'))).toEqual({
    domain_name: 'mcp.example.com',
    validation_method: 'DNS',
    lifecycle: { create_before_destroy: true },
  });
  const [[recordId, record] = ['', {}]] = Object.entries(resourcesOf(json, 'aws_route53_record'));
  expect(plain(record)).toEqual({
    zone_id: 'Z0123456789ABC',
    name: wanted('mcp.example.com', 'name'),
    type: wanted('mcp.example.com', 'type'),
    records: [wanted('mcp.example.com', 'value')],
    ttl: 60,
    allow_overwrite: true,
    // A record that a new certificate replaced would be written over itself, then deleted.
    lifecycle: { ignore_changes: ['name', 'type', 'records'] },
  });
  expect(plain(onlyResource(json, 'aws_acm_certificate_validation'))).toEqual({
    certificate_arn: '${aws_acm_certificate.cert_56CA94EB.arn}',
    validation_record_fqdns: [`\${aws_route53_record.${recordId}.fqdn}`],
    lifecycle: { create_before_destroy: true },
  });
  expect(given).toMatch(/^\$\{aws_acm_certificate_validation\..+\.certificate_arn\}$/);
});

test('everything: more names; a wildcard needs no record beside the name that it is of', () => {
  const subjectAlternativeNames = ['*.mcp.example.com', '*.tools.example.com', 'example.com'];
  const { json } = make({ subjectAlternativeNames, tags: { Environment: 'dev' } });
  expect(onlyResource(json, 'aws_acm_certificate')).toMatchObject({
    subject_alternative_names: subjectAlternativeNames,
    tags: { Environment: 'dev' },
  });
  const names = Object.values(resourcesOf(json, 'aws_route53_record')).map((it) => it.name);
  expect(names).toEqual(
    ['example.com', '*.mcp.example.com', '*.tools.example.com'].map((it) => wanted(it, 'name')),
  );
  expect(onlyResource(json, 'aws_acm_certificate_validation').validation_record_fqdns).toHaveLength(3);
});

test('records that another stack makes are waited for alone', () => {
  const { json } = make({ createRecords: false });
  expect(resourcesOf(json, 'aws_route53_record')).toEqual({});
  expect(plain(onlyResource(json, 'aws_acm_certificate_validation'))).toEqual({
    certificate_arn: '${aws_acm_certificate.cert_56CA94EB.arn}',
    lifecycle: { create_before_destroy: true },
  });
});

test('all that is wrong at once', () => {
  const long = `${'a'.repeat(53)}.example.com`;
  const subjectAlternativeNames = [
    'mcp.example.org',
    '${var.host}',
    'tools.*.example.com',
    'mcp.example.org',
  ];
  const outside = (prop: string) =>
    broken(
      `test/cert: ${prop}`,
      'mcp.example.org',
      'records are made in the zone example.com, which answers for its own name and those below it',
      'use a name that ends in .example.com, or give the zone of this one',
    );
  expect(thrownMessage(() => make({ domainName: long, subjectAlternativeNames }))).toBe(
    allBroken(
      broken(
        'test/cert: domainName',
        long,
        'the first name of a certificate is at most 64 characters [docs:acm/acm-public-certificates]',
        'put a shorter one first',
      ),
      outside('subjectAlternativeNames[0]'),
      broken(
        'test/cert: subjectAlternativeNames[1]',
        '${var.host}',
        'a name is part of the address of its record, so it is known before Terraform runs',
        'write it out',
      ),
      broken(
        'test/cert: subjectAlternativeNames[2]',
        'tools.*.example.com',
        'a name of a certificate is 3 to 253 characters, a domain name in lower case, its first label possibly * [docs:acm/API_RequestCertificate]',
        'write it like mcp.example.com or *.mcp.example.com',
      ),
      broken(
        'test/cert: subjectAlternativeNames[3]',
        'mcp.example.org',
        'a name is given once; it is subjectAlternativeNames[0] already',
        'remove one of the two',
      ),
      outside('subjectAlternativeNames[3]'),
    ),
  );
});

test('a first name of 64 characters and 100 further ones fit, 101 do not', () => {
  const names = (count: number) => Array.from({ length: count }, (_, i) => `n${i}.example.com`);
  expect(() =>
    make({ domainName: `${'a'.repeat(52)}.example.com`, subjectAlternativeNames: names(100) }),
  ).not.toThrow();
  expect(thrownMessage(() => make({ subjectAlternativeNames: names(101) }))).toBe(
    broken(
      'test/cert: subjectAlternativeNames',
      101,
      'the number of further names of a certificate is at most 100 [API:acm.DomainList]',
      'make a second certificate',
    ),
  );
});

test('a name that merely ends like the zone is outside of it', () => {
  expect(thrownMessage(() => make({ domainName: 'badexample.com' }))).toContain('in the zone example.com');
});

test('addresses are contract, and another name moves no record', () => {
  const { json } = make({ subjectAlternativeNames: ['a.example.com'] });
  expect(addresses(json)).toEqual([
    'aws_acm_certificate.cert_56CA94EB',
    'aws_acm_certificate_validation.cert_Validation_EFF54999',
    'aws_route53_record.cert_Records_aexamplecom_0E55222E',
    'aws_route53_record.cert_Records_mcpexamplecom_0167AE7D',
  ]);
  const more = recordsOf({ subjectAlternativeNames: ['0.example.com', 'b.example.com', 'a.example.com'] });
  expect(more).toMatchObject(recordsOf({ subjectAlternativeNames: ['a.example.com'] }));
  expect(Object.keys(more)).toHaveLength(4);
});

test('a wildcard in place of its name, or beside it, keeps the address of their one record', () => {
  const record = Object.keys(recordsOf({}));
  expect(Object.keys(recordsOf({ domainName: '*.mcp.example.com' }))).toEqual(record);
  expect(Object.keys(recordsOf({ subjectAlternativeNames: ['*.mcp.example.com'] }))).toEqual(record);
});
