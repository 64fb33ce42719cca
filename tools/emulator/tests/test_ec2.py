from typing import Any

import pytest

from conftest import Aws


def network(ec2: Any) -> tuple[str, str]:
    vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16', AmazonProvidedIpv6CidrBlock=True)['Vpc']
    block = vpc['Ipv6CidrBlockAssociationSet'][0]['Ipv6CidrBlock'].replace('/56', '/64')
    subnet = ec2.create_subnet(VpcId=vpc['VpcId'], CidrBlock='10.0.1.0/24', Ipv6CidrBlock=block)['Subnet']
    return vpc['VpcId'], subnet['SubnetId']


@pytest.mark.proves('ec2.subnet_ipv6_state')
def test_state_of_an_ipv6_block_is_a_word(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    _, subnet = network(ec2)
    [found] = ec2.describe_subnets(SubnetIds=[subnet])['Subnets']
    [association] = found['Ipv6CidrBlockAssociationSet']
    assert association['Ipv6CidrBlockState'] == {'State': 'associated'}


@pytest.mark.proves('ec2.subnet_ipv6_state')
def test_subnet_is_found_by_the_association_of_its_ipv6_block(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    _, subnet = network(ec2)
    [found] = ec2.describe_subnets(SubnetIds=[subnet])['Subnets']
    association = found['Ipv6CidrBlockAssociationSet'][0]['AssociationId']
    wanted = [{'Name': 'ipv6-cidr-block-association.association-id', 'Values': [association]}]
    assert [each['SubnetId'] for each in ec2.describe_subnets(Filters=wanted)['Subnets']] == [subnet]


@pytest.mark.proves('ec2.network_acls_go_with_vpc')
def test_default_acl_goes_with_its_vpc_and_the_others_stay(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    vpc, subnet = network(ec2)
    others = {acl['NetworkAclId'] for acl in ec2.describe_network_acls()['NetworkAcls'] if acl['VpcId'] != vpc}
    ec2.delete_subnet(SubnetId=subnet)
    ec2.delete_vpc(VpcId=vpc)
    assert {acl['NetworkAclId'] for acl in ec2.describe_network_acls()['NetworkAcls']} == others != set()


@pytest.mark.proves('ec2.interface_goes_with_nat_gateway')
def test_interface_goes_with_its_nat_gateway(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    _, subnet = network(ec2)
    address = ec2.allocate_address(Domain='vpc')['AllocationId']
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)['NatGateway']['NatGatewayId']
    assert len(ec2.describe_network_interfaces()['NetworkInterfaces']) == 1
    ec2.delete_nat_gateway(NatGatewayId=gateway)
    assert ec2.describe_network_interfaces()['NetworkInterfaces'] == []
