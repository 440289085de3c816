// The small images that test suites and proxies reach for: traefik/whoami and testcontainers/ryuk.
import net from 'node:net'
import { expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { demultiplexed, Reader } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

/** A container whose port is published, as soon as it has printed that; the port of the host. */
async function start(docker: TestDaemon, image: string, port: number, prints: RegExp) {
  const container = await docker.create(image, undefined, {
    Hostname: 'box',
    ExposedPorts: { [`${port}/tcp`]: {} },
    HostConfig: { PublishAllPorts: true, Binds: ['/var/run/docker.sock:/var/run/docker.sock'] },
  })
  const { stdout, stderr } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await Promise.any([stdout.shows(prints), stderr.shows(prints)])
  const { NetworkSettings } = await container.inspect()
  return { container, stdout, hostPort: Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort) }
}

test('whoami tells which container answers and what it was asked', async ({ docker }) => {
  const { hostPort } = await start(docker, 'traefik/whoami', 80, /Starting up on port 80/)
  const reply = await fetch(`http://127.0.0.1:${hostPort}/some/where?a=1`, { headers: { 'x-asked': 'yes' } })
  expect((await reply.text()).split('\n')).toEqual(
    expect.arrayContaining([
      'Hostname: box',
      'IP: 172.17.0.2',
      expect.stringMatching(/^RemoteAddr: 172\.17\.0\.1:\d+$/),
      'GET /some/where?a=1 HTTP/1.1',
      `Host: 127.0.0.1:${hostPort}`,
      'X-Asked: yes',
    ]),
  )
})

test('ryuk acknowledges each filter of a client', async ({ docker }) => {
  const { stdout, hostPort } = await start(docker, 'testcontainers/ryuk', 8080, /Started/)
  const client = net.connect(hostPort, '127.0.0.1')
  const answers = new Reader(client)
  client.write('label=a%3Db\nlabel=c%3Dd\n')
  await answers.shows(/ACK\nACK\n/)
  client.destroy()
  expect(await stdout.shows(/clients=0/)).toContain('type=label values="[a=b]"\n')
})

test('ryuk counts a client that was cut off as gone', async ({ docker }) => {
  const { stdout, hostPort } = await start(docker, 'testcontainers/ryuk', 8080, /Started/)
  const client = net.connect(hostPort, '127.0.0.1')
  const answers = new Reader(client)
  client.write('label=a=b\n')
  await answers.shows(/ACK/)
  client.write('label=c=d\n'.repeat(1000))
  client.resetAndDestroy()
  expect(await stdout.shows(/clients=0/)).toContain('type=label values="[a=b]"\n')
})
