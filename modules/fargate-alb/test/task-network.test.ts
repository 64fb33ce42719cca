import { addresses, onlyResource, thrownMessage } from '@mcp-fleet/testing';
import { addressesAt, broken, makeServer, referenceTo, resourceAt, serverProps } from './fixtures';

const EGRESS = 'aws_vpc_security_group_egress_rule';
const ipv6 = { network: { ...serverProps.network, ipv6: true } };

describe('ports that tasks call out by', () => {
  const before = makeServer(ipv6);
  const made = makeServer({ ...ipv6, egressPorts: [8443, 443, 80, 8443] });

  test.each([80, 8443])('%d has rules of its own, before the first task starts', (port) => {
    const rule = {
      security_group_id: referenceTo(made, 'aws_security_group', 'id'),
      description: `What servers call at port ${port}`,
      ip_protocol: 'tcp',
      from_port: port,
      to_port: port,
    };
    expect(resourceAt(made, EGRESS, `_Port${port}_`)).toMatchObject({ ...rule, cidr_ipv4: '0.0.0.0/0' });
    expect(resourceAt(made, EGRESS, `_Port${port}Ipv6_`)).toMatchObject({ ...rule, cidr_ipv6: '::/0' });
    expect(onlyResource(made, 'aws_ecs_service').depends_on).toEqual(
      expect.arrayContaining([
        ...addressesAt(made, EGRESS, `_Port${port}_`),
        ...addressesAt(made, EGRESS, `_Port${port}Ipv6_`),
      ]),
    );
  });

  test('they move no address that is there', () => {
    expect(addresses(made)).toEqual(expect.arrayContaining(addresses(before)));
    expect(addresses(made)).toHaveLength(addresses(before).length + 4);
  });

  test('their order changes nothing', () => {
    expect(makeServer({ ...ipv6, egressPorts: [80, 443, 8443] })).toEqual(made);
    expect(makeServer({ ...ipv6, egressPorts: [443] })).toEqual(before);
  });

  test('a port that nothing listens on is refused', () => {
    expect(thrownMessage(() => makeServer({ egressPorts: [443, 65_536] }))).toBe(
      broken(
        'test/gitlab: egressPorts[1]',
        '65536',
        'a TCP port is 1 to 65,535 [API:ec2.AuthorizeSecurityGroupEgressRequest]',
      ),
    );
  });
});
