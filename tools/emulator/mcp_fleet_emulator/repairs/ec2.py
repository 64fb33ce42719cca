"""Networks: subnets with IPv6, rules of security groups, endpoints, and what has to go with a network or a gateway."""

from inspect import signature
from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.models.subnets import Subnet

from ..patch import Patch
from ..repair import repair


@repair
def subnet_ipv6_state(patch: Patch) -> None:
    """The state of a subnet's IPv6 block can be read.

    AWS: DescribeSubnets tells the state of each IPv6 block as a word, and can be filtered by the block's association.
    moto: nests the whole state where the word belongs, and does not know the filter.
    Here: the state is the word, and the filter works; Terraform waits for the one through the other.
    """

    def associations(self: Any) -> list[dict[str, Any]]:
        return [
            {**association, 'ipv6CidrBlockState': {'state': 'associated'}}
            for association in self.ipv6_cidr_block_associations.values()
            if association['ipv6CidrBlockState']['State'] == 'associated'
        ]

    patch.set(Subnet, 'ipv6_cidr_block_association_set', property(associations))

    @patch.wrap(Subnet, 'get_filter_value')
    def get_filter_value(original: Any, self: Any, filter_name: str, *args: Any, **kwargs: Any) -> Any:
        if filter_name == 'ipv6-cidr-block-association.association-id':
            return list(self.ipv6_cidr_block_associations)
        return original(self, filter_name, *args, **kwargs)


@repair
def network_acls_go_with_vpc(patch: Patch) -> None:
    """A VPC takes its default network ACL along.

    AWS: the ACL that came with a VPC is deleted with it.
    moto: keeps it.
    Here: it goes too, so that nothing is left after a destroy.
    """

    @patch.wrap(EC2Backend, 'delete_vpc')
    def delete_vpc(original: Any, self: Any, vpc_id: str) -> Any:
        vpc = original(self, vpc_id)
        self.network_acls = {key: acl for key, acl in self.network_acls.items() if acl.vpc_id != vpc_id}
        return vpc


@repair
def interface_goes_with_nat_gateway(patch: Patch) -> None:
    """A NAT gateway takes its network interface along.

    AWS: the interface that a NAT gateway made is deleted with it.
    moto: keeps it.
    Here: it goes too, so that nothing is left after a destroy.
    """

    @patch.wrap(EC2Backend, 'delete_nat_gateway')
    def delete_nat_gateway(original: Any, self: Any, nat_gateway_id: str) -> Any:
        gateway = original(self, nat_gateway_id)
        for address in gateway.address_set:
            self.enis.pop(address['networkInterfaceId'], None)
        return gateway


@repair
def rule_descriptions(patch: Patch) -> None:
    """A rule of a security group keeps its description, whoever it is about.

    AWS: DescribeSecurityGroupRules tells the description of rules about groups and prefix lists too.
    moto: only tells that of rules about addresses; Terraform would write the others again at every apply.
    Here: all are told, also after a change.
    """

    parameters = signature(SecurityGroupRule.__init__)

    @patch.wrap(SecurityGroupRule, '__init__')
    def __init__(original: Any, self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        prefix_list = parameters.bind(self, *args, **kwargs).arguments.get('prefix_list_id') or {}
        self.prefix_list_description = prefix_list.get('Description')

    def description(self: Any) -> str | None:
        # A change writes to the range, whatever the rule is about.
        told = (self.ip_range.get('Description'), self.source_group.get('Description'), self.prefix_list_description)
        return next((text for text in told if text is not None), None)

    patch.set(SecurityGroupRule, 'description', property(description))


@repair
def endpoint_routes_follow_its_tables(patch: Patch) -> None:
    """A gateway endpoint has a route in each of its route tables, also in those that come later.

    AWS: ModifyVpcEndpoint adds the route to tables that are added and removes it from tables that are removed.
    moto: changes the list of tables only; to delete the endpoint then fails with InvalidRoute.NotFound.
    Here: the routes follow the list.
    """

    @patch.wrap(EC2Backend, 'modify_vpc_endpoint')
    def modify_vpc_endpoint(original: Any, self: Any, vpc_id: str, *args: Any, **kwargs: Any) -> None:
        [endpoint] = self.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])
        before = list(endpoint.route_table_ids)
        original(self, vpc_id, *args, **kwargs)
        prefix_list = endpoint.destination_prefix_list_id
        if prefix_list is None:
            return
        for table in [each for each in endpoint.route_table_ids if each not in before]:
            self.create_route(table, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix_list)
        for table in [each for each in before if each not in endpoint.route_table_ids]:
            self.delete_route(table, prefix_list)
