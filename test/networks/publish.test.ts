// Published ports that are open on the loopback address of the machine that runs mockerd.
import { once } from 'node:events'
import net from 'node:net'
import { expect } from 'vitest'
import { dockerTest, test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const published = dockerTest(() => ({ publish: 'loopback' }))

// without -f httpd goes to the background when it listens
const SERVER = 'mkdir -p /w && hostname > /w/index.html && httpd -p 80 -h /w && echo up && exec sleep 1000'

/** A web server with its port 80 on a port of the host; resolves when it listens. */
async function serve(docker: TestDaemon, HostPort = '', command = SERVER) {
  const container = await docker.create('busybox', ['sh', '-c', command], {
    Hostname: 'inside',
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostPort }] } },
  })
  const output = demultiplexed(await container.attach({ stream: true, stdout: true })).stdout
  await container.start()
  await output.shows(/up/)
  const { NetworkSettings } = await container.inspect()
  return { container, port: Number(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort) }
}

const page = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text()

/** A port of the host that some other program has. */
async function busyPort(): Promise<AsyncDisposable & { readonly port: number }> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  return { port, [Symbol.asyncDispose]: async () => void server.close() }
}

published('a program of the host reaches the server in the container, as long as that runs', async ({ docker }) => {
  const { container, port } = await serve(docker)
  expect(await page(port)).toBe('inside\n')
  await container.stop({ t: 0 })
  await expect(page(port)).rejects.toThrow('fetch failed')
  await container.start()
  const again = (await container.inspect()).NetworkSettings.Ports['80/tcp']?.[0]?.HostPort
  await expect.poll(() => page(Number(again)).catch(() => '')).toBe('inside\n')
  await container.remove({ force: true })
  await expect(page(Number(again))).rejects.toThrow('fetch failed')
})

published('a port that another program of the host has is refused in the words of Docker 28', async ({ docker }) => {
  await using busy = await busyPort()
  await expect(serve(docker, String(busy.port))).rejects.toMatchObject({
    statusCode: 500,
    json: {
      message: expect.stringMatching(
        new RegExp(
          `^failed to set up container networking: driver failed programming external connectivity on endpoint \\w+ \\(\\w+\\): failed to bind host port for 0\\.0\\.0\\.0:${busy.port}:172\\.17\\.0\\.2:80/tcp: address already in use$`,
        ),
      ),
    },
  })
})

published('any free port is one that is free on the host, too', async ({ docker }) => {
  const ports = await Promise.all([serve(docker), serve(docker), serve(docker)])
  expect(new Set(ports.map(({ port }) => port)).size).toBe(3)
  for (const { port } of ports) expect(await page(port)).toBe('inside\n')
})

published('two containers cannot have the same port', async ({ docker }) => {
  const { port } = await serve(docker)
  await expect(serve(docker, String(port))).rejects.toThrow(
    `Bind for 0.0.0.0:${port} failed: port is already allocated`,
  )
  expect(await page(port)).toBe('inside\n')
})

published('a connection to a container in which nobody listens is reset', async ({ docker }) => {
  const { port } = await serve(docker, '', 'echo up; exec sleep 1000')
  await expect(page(port)).rejects.toThrow('fetch failed')
})

published('a client that hangs up early leaves the server as it was', async ({ docker }) => {
  const { port } = await serve(docker)
  for (let count = 0; count < 5; count++) {
    const client = net.connect(port, '127.0.0.1')
    await once(client, 'connect')
    client.write('GET / HTTP/1.1\r\n')
    client.resetAndDestroy()
  }
  expect(await page(port)).toBe('inside\n')
})

test('a daemon in a test opens no port unless it is asked to', async ({ docker }) => {
  const { port } = await serve(docker)
  expect(port).toBeGreaterThan(0)
  expect(await page(port).catch(() => 'nobody')).not.toBe('inside\n')
})

test.for(['none', 'host'])('nothing is published from the network %s', async (NetworkMode, { docker }) => {
  const HostConfig = { NetworkMode, PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
  const container = await docker.run('busybox', ['sleep', '1000'], { ExposedPorts: { '81/tcp': {} }, HostConfig })
  expect((await container.inspect()).NetworkSettings.Ports).toEqual({})
  expect((await docker.dockerode.listContainers())[0]?.Ports).toEqual([])
})
