// Who answers a container's questions for names: /etc/resolv.conf.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

async function resolvConf(docker: TestDaemon, HostConfig: Dockerode.HostConfig): Promise<string> {
  const container = await docker.create('alpine', ['tail', '-n', '+5', '/etc/resolv.conf'], { HostConfig })
  const stream = await container.attach({ stream: true, stdout: true })
  await container.start()
  return demultiplexed(stream).stdout.whole()
}

test('in a network of a user the daemon answers, and asks the servers that were given', async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'front' })
  expect(await resolvConf(docker, { NetworkMode: 'front', DnsSearch: ['a.b'], DnsOptions: ['timeout:1'] })).toBe(
    `nameserver 127.0.0.11
search a.b
options timeout:1 ndots:0

# Based on host file: '/etc/resolv.conf' (internal resolver)
# ExtServers: [host(192.168.65.7)]
# Overrides: [search options]
# Option ndots from: internal
`,
  )
  expect(
    await resolvConf(docker, { NetworkMode: 'front', Dns: ['10.1.1.1', '10.1.1.2'], DnsOptions: ['ndots:3'] }),
  ).toBe(
    `nameserver 127.0.0.11
options ndots:3

# Based on host file: '/etc/resolv.conf' (internal resolver)
# ExtServers: [10.1.1.1 10.1.1.2]
# Overrides: [nameservers options]
# Option ndots from: override
`,
  )
})

test('elsewhere the servers that were given are asked directly, or those of the host', async ({ docker }) => {
  expect(await resolvConf(docker, {})).toBe(
    "nameserver 192.168.65.7\n\n# Based on host file: '/etc/resolv.conf' (legacy)\n# Overrides: []\n",
  )
  expect(await resolvConf(docker, { NetworkMode: 'none', Dns: ['10.1.1.1'] })).toBe(
    "nameserver 10.1.1.1\n\n# Based on host file: '/etc/resolv.conf' (legacy)\n# Overrides: [nameservers]\n",
  )
})

test('from the first network of a user that a running container joins on, the daemon answers', async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'front' })
  await docker.run('alpine', ['sleep', '1000'], { name: 'web', HostConfig: { NetworkMode: 'front' } })
  const asking = await docker.run('alpine', ['sleep', '1000'], { name: 'asking' })
  const other = await docker.run('alpine', ['sleep', '1000'], { name: 'other' })
  const sh = (name: string, line: string): Promise<string> => docker.cli.out('exec', name, 'sh', '-c', line)
  await sh('other', 'echo nameserver 10.1.1.1 > /etc/resolv.conf')
  for (const { id } of [asking, other]) await docker.dockerode.getNetwork('front').connect({ Container: id })
  expect(await sh('asking', 'tail -n +5 /etc/resolv.conf; ping -c 1 web | tail -n 2 | head -n 1')).toBe(
    `nameserver 127.0.0.11
options ndots:0

# Based on host file: '/etc/resolv.conf' (internal resolver)
# ExtServers: [host(192.168.65.7)]
# Overrides: []
# Option ndots from: internal
1 packets transmitted, 1 packets received, 0% packet loss
`,
  )
  expect(await sh('other', 'cat /etc/resolv.conf')).toBe('nameserver 10.1.1.1\n')
})
