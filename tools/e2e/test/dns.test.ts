import { Resolver } from 'node:dns/promises';
import { Dns } from '../src/dns';

test('a domain is found once it is delegated, and no other one', async () => {
  const dns = await Dns.start();
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([dns.server]);
  try {
    await expect(resolver.resolveNs('mcp.example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    dns.delegate('mcp.example.com', ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.co.uk.']);
    expect((await resolver.resolveNs('mcp.example.com')).sort()).toEqual([
      'ns-1.awsdns-01.org',
      'ns-2.awsdns-02.co.uk',
    ]);
    await expect(resolver.resolveNs('example.com')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  } finally {
    dns.stop();
  }
});
