// What programs in a container see of its networks: ip, ifconfig and route, as busybox prints them.
import { describe, expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

/** What a shell in a container says, in a network with known addresses. */
async function say(docker: TestDaemon, script: string, NetworkMode = 'front'): Promise<string> {
  if (NetworkMode === 'front') {
    await docker.dockerode.createNetwork({ Name: 'front', IPAM: { Config: [{ Subnet: '10.99.1.0/24' }] } })
  }
  const container = await docker.create('busybox', ['sh', '-c', `{ ${script}\n} 2>&1`], {
    HostConfig: { NetworkMode },
    ...(NetworkMode === 'front' && {
      NetworkingConfig: {
        EndpointsConfig: {
          front: { IPAMConfig: { IPv4Address: '10.99.1.200' }, MacAddress: '02:42:0a:63:01:c8' },
        },
      },
    }),
  })
  const stream = await container.attach({ stream: true, stdout: true })
  await container.start()
  return demultiplexed(stream).stdout.whole()
}

const lo = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
`

describe('In a container', () => {
  test('ip addr shows lo and an interface for each network', async ({ docker }) => {
    expect(
      await say(docker, 'ip addr'),
    ).toBe(`${lo}2: eth0@if102: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue 
    link/ether 02:42:0a:63:01:c8 brd ff:ff:ff:ff:ff:ff
    inet 10.99.1.200/24 brd 10.99.1.255 scope global eth0
       valid_lft forever preferred_lft forever
`)
  })

  test('ip tells of one family, one interface, on one line', async ({ docker }) => {
    expect(
      await say(docker, 'ip -4 addr show eth0 | grep inet; ip -o -4 a s dev eth0; ip -6 addr; ip -o link show lo'),
    ).toBe(
      `    inet 10.99.1.200/24 brd 10.99.1.255 scope global eth0
2: eth0    inet 10.99.1.200/24 brd 10.99.1.255 scope global eth0\\       valid_lft forever preferred_lft forever
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qlen 1000
    inet6 ::1/128 scope host 
       valid_lft forever preferred_lft forever
1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
`,
    )
  })

  test('ip route and route know the way out', async ({ docker }) => {
    expect(
      await say(docker, 'ip route; ip route get 1.2.3.4; ip r g 10.99.1.7 || ip r get 10.99.1.7; route; route -n'),
    ).toBe(
      `default via 10.99.1.1 dev eth0 
10.99.1.0/24 dev eth0 scope link  src 10.99.1.200 
1.2.3.4 via 10.99.1.1 dev eth0  src 10.99.1.200 
ip: invalid argument 'g' to 'ip'
10.99.1.7 dev eth0  src 10.99.1.200 
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
default         10.99.1.1       0.0.0.0         UG    0      0        0 eth0
10.99.1.0       *               255.255.255.0   U     0      0        0 eth0
Kernel IP routing table
Destination     Gateway         Genmask         Flags Metric Ref    Use Iface
0.0.0.0         10.99.1.1       0.0.0.0         UG    0      0        0 eth0
10.99.1.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0
`,
    )
  })

  test('ifconfig shows the same in its own way', async ({ docker }) => {
    expect(
      await say(docker, 'ifconfig eth0; ifconfig nosuch'),
    ).toBe(`eth0      Link encap:Ethernet  HWaddr 02:42:0A:63:01:C8  
          inet addr:10.99.1.200  Bcast:10.99.1.255  Mask:255.255.255.0
          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1
          RX packets:0 errors:0 dropped:0 overruns:0 frame:0
          TX packets:0 errors:0 dropped:0 overruns:0 carrier:0
          collisions:0 txqueuelen:0 
          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)

ifconfig: nosuch: error fetching interface information: Device not found
`)
  })

  test('nothing of it can be changed', async ({ docker }) => {
    const script =
      'ip link set eth0 down; ip addr add 1.2.3.4/24 dev eth0; ifconfig eth0 down; route add default gw 1.2.3.4; ip addr show nosuch'
    expect(await say(docker, script)).toBe(`ip: SIOCSIFFLAGS: Operation not permitted
ip: RTNETLINK answers: Operation not permitted
ifconfig: SIOCSIFFLAGS: Operation not permitted
route: SIOCADDRT: Operation not permitted
ip: can't find device 'nosuch'
`)
  })

  test('without a network there is lo alone, and no way out', async ({ docker }) => {
    expect(await say(docker, 'ip addr; ip route; ip route get 1.2.3.4; echo $?', 'none')).toBe(
      `${lo}ip: RTNETLINK answers: Network unreachable\n2\n`,
    )
  })
})
