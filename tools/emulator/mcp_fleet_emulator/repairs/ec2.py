"""Networks: subnets with IPv6, and what has to go together with a network or a NAT gateway."""

from typing import Any

from moto.ec2.models import EC2Backend
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
