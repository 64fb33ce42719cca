import pytest

from conftest import Aws


@pytest.mark.proves('acm.key_algorithm')
def test_certificate_has_the_key_algorithm_of_the_request(aws: Aws) -> None:
    acm = aws.client('acm')
    arn = acm.request_certificate(
        DomainName='mcp.example.com', ValidationMethod='DNS', KeyAlgorithm='EC_prime256v1'
    )['CertificateArn']
    assert acm.describe_certificate(CertificateArn=arn)['Certificate']['KeyAlgorithm'] == 'EC_prime256v1'


def test_certificate_without_a_wish_has_an_rsa_key_and_is_issued_at_once(aws: Aws) -> None:
    acm = aws.client('acm')
    arn = acm.request_certificate(DomainName='mcp.example.com', ValidationMethod='DNS')['CertificateArn']
    certificate = acm.describe_certificate(CertificateArn=arn)['Certificate']
    assert (certificate['KeyAlgorithm'], certificate['Status']) == ('RSA_2048', 'ISSUED')
