// What the programs of containers in one network can do with each other.
import type Dockerode from 'dockerode'
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const SERVER = 'mkdir /w && echo hello > /w/index.html && exec httpd -f -p 80 -h /w'

async function serve(docker: TestDaemon, name: string, network: string, Aliases: string[] = []): Promise<void> {
  const NetworkingConfig = { EndpointsConfig: { [network]: { Aliases } } }
  await docker.run('busybox', ['sh', '-c', SERVER], { name, HostConfig: { NetworkMode: network }, NetworkingConfig })
}

/** What a command prints in a container that is there already. */
async function exec(container: Dockerode.Container, command: string): Promise<string> {
  const created = await container.exec({ Cmd: ['sh', '-c', `${command} 2>&1`], AttachStdout: true, AttachStderr: true })
  return demultiplexed(await created.start({})).stdout.whole()
}

const idle = (docker: TestDaemon, NetworkMode: string): Promise<Dockerode.Container> =>
  docker.run('alpine', ['sleep', '1000'], { HostConfig: { NetworkMode } })

const network = (docker: TestDaemon, Name: string, Subnet: string, more: object = {}) =>
  docker.dockerode.createNetwork({ Name, IPAM: { Driver: 'default', Config: [{ Subnet }] }, ...more })

test('a container fetches a page from another one by its name, by an alias and by its address', async ({ docker }) => {
  await network(docker, 'front', '10.1.0.0/24')
  await serve(docker, 'web', 'front', ['www'])
  const client = await idle(docker, 'front')
  for (const host of ['web', 'WWW', 'web.front', '10.1.0.2']) {
    expect(await exec(client, `wget -qO- http://${host}/`)).toBe('hello\n')
  }
  expect(await exec(client, 'wget -S -O- http://web/nothing')).toBe(
    'Connecting to web (10.1.0.2:80)\n  HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 404 Not Found\n',
  )
  expect(await exec(client, 'wget http://web:81/')).toBe(
    "Connecting to web:81 (10.1.0.2:81)\nwget: can't connect to remote host (10.1.0.2): Connection refused\n",
  )
})

test('the name server of a network knows its containers, forwards and backwards, and no one else', async ({
  docker,
}) => {
  await network(docker, 'front', '10.1.0.0/24')
  await serve(docker, 'web', 'front')
  const client = await idle(docker, 'front')
  expect(await exec(client, 'getent hosts web')).toBe('10.1.0.2        web\n')
  expect(await exec(client, 'nslookup -type=a web')).toBe(
    'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\nName:\tweb\nAddress: 10.1.0.2\n\n',
  )
  expect(await exec(client, 'nslookup 10.1.0.2')).toContain('2.0.1.10.in-addr.arpa\tname = web.front\n')
  expect(await exec(client, 'nslookup -type=a nosuch; echo $?')).toContain(
    "** server can't find nosuch: NXDOMAIN\n\n1\n",
  )
  await docker.dockerode.getContainer('web').rename({ name: 'site' })
  expect(await exec(client, 'getent hosts web; echo $?; getent hosts site')).toBe('2\n10.1.0.2        site\n')
  await docker.dockerode.getContainer('site').stop({ t: 0 })
  expect(await exec(client, 'ping -c1 site')).toBe("ping: bad address 'site'\n")
})

test('ping reaches containers of the same network and its gateway', async ({ docker }) => {
  await network(docker, 'front', '10.1.0.0/24')
  await serve(docker, 'web', 'front')
  const client = await idle(docker, 'front')
  expect(await exec(client, 'ping -c1 web')).toMatch(
    /^PING web \(10\.1\.0\.2\): 56 data bytes\n64 bytes from 10\.1\.0\.2: seq=0 ttl=64 time=.* ms\n\n--- web ping statistics/,
  )
  expect(await exec(client, 'ping -qc1 10.1.0.1 >/dev/null; echo $?')).toBe('0\n')
})

test('containers of different networks do not reach each other', async ({ docker }) => {
  await network(docker, 'front', '10.1.0.0/24')
  await network(docker, 'back', '10.2.0.0/24')
  await serve(docker, 'web', 'front')
  const client = await idle(docker, 'back')
  expect(await exec(client, 'wget -qO- http://web/')).toBe("wget: bad address 'web'\n")
  expect(await exec(client, 'wget -qO- http://10.1.0.2/')).toContain("can't connect to remote host (10.1.0.2)")
  await docker.dockerode.getNetwork('front').connect({ Container: client.id })
  expect(await exec(client, 'wget -qO- http://web/')).toBe('hello\n')
})

test('in the default network containers have addresses and no names', async ({ docker }) => {
  await serve(docker, 'web', 'bridge')
  const client = await idle(docker, 'bridge')
  expect(await exec(client, 'wget -qO- http://172.17.0.2/')).toBe('hello\n')
  expect(await exec(client, 'wget -qO- http://web/')).toBe("wget: bad address 'web'\n")
})

test('a container that shares the network of another one meets it on localhost', async ({ docker }) => {
  await serve(docker, 'web', 'bridge')
  const client = await idle(docker, 'container:web')
  expect(await exec(client, 'wget -qO- http://localhost/')).toBe('hello\n')
  expect(await exec(client, 'nc -l -p 80')).toBe('nc: bind: Address in use\n')
})

test('a published port is reached through the host, from containers and from the host network', async ({ docker }) => {
  const HostConfig = { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } }
  await docker.run('busybox', ['sh', '-c', SERVER], { name: 'web', HostConfig, ExposedPorts: { '80/tcp': {} } })
  await network(docker, 'front', '10.1.0.0/24')
  expect(await exec(await idle(docker, 'front'), 'wget -qO- http://10.1.0.1:8080/')).toBe('hello\n')
  expect(await exec(await idle(docker, 'host'), 'wget -qO- http://localhost:8080/')).toBe('hello\n')
})

test('nc sends what it is given in both directions and ends with the other side', async ({ docker }) => {
  await network(docker, 'front', '10.1.0.0/24')
  await docker.run('alpine', ['sh', '-c', 'echo from the server | nc -l -p 7'], {
    name: 'echo',
    HostConfig: { NetworkMode: 'front' },
  })
  const client = await idle(docker, 'front')
  expect(await exec(client, 'echo from the client | nc echo 7')).toBe('from the server\n')
  expect((await docker.dockerode.getContainer('echo').logs({ stdout: true })).toString()).toContain('from the client')
  expect(await exec(client, 'nc -z echo 7; echo $?')).toContain('1\n')
})

test('a connection ends with the container at its other side', async ({ docker }) => {
  await network(docker, 'front', '10.1.0.0/24')
  await docker.run('alpine', ['sh', '-c', 'nc -l -p 7 -e sleep 1000'], {
    name: 'silent',
    HostConfig: { NetworkMode: 'front' },
  })
  const client = await idle(docker, 'front')
  const created = await client.exec({ Cmd: ['sh', '-c', 'nc silent 7 </dev/null; echo over'], AttachStdout: true })
  const output = demultiplexed(await created.start({})).stdout
  await docker.dockerode.getContainer('silent').kill()
  expect(await output.whole()).toBe('over\n')
})

test('a large page reaches a client that reads slowly, whole and without leaving listeners behind', async ({
  docker,
}) => {
  const warnings: Error[] = []
  const hear = (warning: Error) => void warnings.push(warning)
  process.on('warning', hear)
  await network(docker, 'front', '10.1.0.0/24')
  await serve(docker, 'web', 'front')
  await exec(docker.dockerode.getContainer('web'), 'head -c 3000000 /dev/zero > /w/big')
  expect(await exec(await idle(docker, 'front'), 'wget -qO- http://web/big | wc -c')).toBe('3000000\n')
  process.off('warning', hear)
  expect(warnings).toEqual([])
})
