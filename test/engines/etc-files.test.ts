// What releases write into the files of a container that are theirs.
import type Dockerode from 'dockerode'
import { describe, expect, test } from 'vitest'
import { demultiplexed } from '../reading.ts'
import { startTestDaemon, type TestDaemon } from '../test-daemon.ts'

async function file(daemon: TestDaemon, name: string, HostConfig: Dockerode.HostConfig = {}): Promise<string> {
  const container = await daemon.create('busybox', ['cat', `/etc/${name}`], { HostConfig })
  const stream = await container.attach({ stream: true, stdout: true })
  await container.start()
  return demultiplexed(stream).stdout.whole()
}

describe('Before Docker Engine 26, /etc/resolv.conf', () => {
  test.each(['20.10', '23.0', '25.0'])('has no remarks in %s', async (engine) => {
    await using daemon = await startTestDaemon({ engine })
    const asked = { Dns: ['10.1.1.1'], DnsSearch: ['a.b', 'c.d'], DnsOptions: ['timeout:1', 'ndots:2'] }
    expect(await file(daemon, 'resolv.conf', asked)).toBe(
      'search a.b c.d\nnameserver 10.1.1.1\noptions timeout:1 ndots:2\n',
    )
  })

  test("names the daemon in a user's network, and the host's server elsewhere", async () => {
    await using daemon = await startTestDaemon({ engine: '20.10' })
    await daemon.dockerode.createNetwork({ Name: 'front' })
    const asked = { NetworkMode: 'front', Dns: ['10.1.1.1'], DnsOptions: ['timeout:1'] }
    expect(await file(daemon, 'resolv.conf', asked)).toBe('nameserver 127.0.0.11\noptions timeout:1 ndots:0\n')
    expect(await file(daemon, 'resolv.conf')).toBe('nameserver 192.168.65.7\n')
    expect(await file(daemon, 'resolv.conf', { DnsSearch: ['.'] })).toBe('nameserver 192.168.65.7\n')
  })
})

test('from Docker Engine 26 on, /etc/resolv.conf tells how it came to be', async () => {
  await using daemon = await startTestDaemon({ engine: '26.1' })
  expect(await file(daemon, 'resolv.conf')).toContain("# Based on host file: '/etc/resolv.conf'")
})

test.each([
  ['20.10', 'fe00::0\tip6-localnet\nff00::0\tip6-mcastprefix'],
  ['27.5', 'fe00::0\tip6-localnet\nff00::0\tip6-mcastprefix'],
  ['28.5', 'fe00::\tip6-localnet\nff00::\tip6-mcastprefix'],
])('The prefixes of IPv6 in /etc/hosts of Docker Engine %s', async (engine, lines) => {
  await using daemon = await startTestDaemon({ engine })
  expect(await file(daemon, 'hosts')).toContain(lines)
})
