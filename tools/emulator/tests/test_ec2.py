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


def rules_about(ec2: Any, **about: Any) -> list[dict[str, Any]]:
    """The ingress rules of a new group whose only one is about these, on port 8080."""
    vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
    group = ec2.create_security_group(GroupName='tasks', Description='Tasks', VpcId=vpc)['GroupId']
    port = {'IpProtocol': 'tcp', 'FromPort': 8080, 'ToPort': 8080}
    if 'UserIdGroupPairs' in about:
        about['UserIdGroupPairs'][0]['GroupId'] = group
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{**port, **about}])
    found = ec2.describe_security_group_rules(Filters=[{'Name': 'group-id', 'Values': [group]}])
    return [rule for rule in found['SecurityGroupRules'] if not rule['IsEgress']]


@pytest.mark.proves('ec2.rule_descriptions')
@pytest.mark.parametrize(
    'about',
    [
        {'UserIdGroupPairs': [{'Description': 'The router'}]},
        {'PrefixListIds': [{'PrefixListId': 'pl-12345678', 'Description': 'The router'}]},
    ],
    ids=['a group', 'a prefix list'],
)
def test_rule_tells_its_description(aws: Aws, about: dict[str, Any]) -> None:
    [rule] = rules_about(aws.client('ec2'), **about)
    assert rule['Description'] == 'The router'


def test_changed_description_of_a_rule_about_a_group(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    [rule] = rules_about(ec2, UserIdGroupPairs=[{'Description': 'The router'}])
    change = {'IpProtocol': 'tcp', 'FromPort': 8080, 'ToPort': 8080, 'Description': 'The front'}
    change['ReferencedGroupId'] = rule['ReferencedGroupInfo']['GroupId']
    ec2.modify_security_group_rules(
        GroupId=rule['GroupId'],
        SecurityGroupRules=[{'SecurityGroupRuleId': rule['SecurityGroupRuleId'], 'SecurityGroupRule': change}],
    )
    [found] = ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule['SecurityGroupRuleId']])[
        'SecurityGroupRules'
    ]
    assert found['Description'] == 'The front'


def test_rule_without_a_description_tells_none(aws: Aws) -> None:
    [rule] = rules_about(aws.client('ec2'), UserIdGroupPairs=[{}])
    assert 'Description' not in rule
    [rule] = rules_about(aws.client('ec2'), IpRanges=[{'CidrIp': '10.0.0.0/16', 'Description': 'Clients'}])
    assert rule['Description'] == 'Clients'


@pytest.mark.proves('ec2.endpoint_routes_follow_its_tables')
def test_routes_of_a_gateway_endpoint_follow_its_tables(aws: Aws) -> None:
    ec2 = aws.client('ec2')
    vpc = ec2.create_vpc(CidrBlock='10.0.0.0/16')['Vpc']['VpcId']
    first, second = (ec2.create_route_table(VpcId=vpc)['RouteTable']['RouteTableId'] for _ in range(2))
    service = f'com.amazonaws.{aws.region}.s3'
    made = ec2.create_vpc_endpoint(
        VpcEndpointType='Gateway', VpcId=vpc, ServiceName=service, RouteTableIds=[first]
    )
    endpoint = made['VpcEndpoint']['VpcEndpointId']

    def tables() -> list[str]:
        found = ec2.describe_route_tables(RouteTableIds=[first, second])['RouteTables']
        return [
            each['RouteTableId']
            for each in found
            if any(route.get('GatewayId') == endpoint for route in each['Routes'])
        ]

    assert tables() == [first]
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[second])
    assert sorted(tables()) == sorted([first, second])
    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, RemoveRouteTableIds=[first])
    assert tables() == [second]
    ec2.delete_vpc_endpoints(VpcEndpointIds=[endpoint])
    assert tables() == []
