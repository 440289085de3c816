// socat, in the image alpine/socat and as a package.
import net from 'node:net'
import { expect } from 'vitest'
import { dockerTest } from '../fixture.ts'
import { demultiplexed } from '../reading.ts'
import type { TestDaemon } from '../test-daemon.ts'

const test = dockerTest(() => ({ publish: 'loopback' }))

/** Runs a script in alpine/socat to its end. */
async function sh(docker: TestDaemon, script: string): Promise<{ stdout: string; stderr: string; code: number }> {
  const container = await docker.create('alpine/socat', ['-c', script], { Entrypoint: ['/bin/sh'] })
  const output = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  const [stdout, stderr] = await Promise.all([output.stdout.whole(), output.stderr.whole()])
  return { stdout, stderr, code: (await container.wait()).StatusCode }
}

test('socat forwards several ports to another container, as Testcontainers lets it', async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'n' })
  const NetworkMode = 'n'
  await docker.run('traefik/whoami', undefined, { name: 'web', Hostname: 'web', HostConfig: { NetworkMode } })
  const script =
    'socat TCP-LISTEN:2000,fork,reuseaddr TCP:web:80 & socat -d -d TCP-LISTEN:2001,fork,reuseaddr TCP:nobody:80'
  const container = await docker.create('alpine/socat:1.7.4.3-r0', ['-c', script], {
    Entrypoint: ['/bin/sh'],
    ExposedPorts: { '2000/tcp': {}, '2001/tcp': {} },
    HostConfig: { NetworkMode, PublishAllPorts: true },
  })
  const { stderr } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  await stderr.shows(/N listening on AF=2/)
  const { Ports } = (await container.inspect()).NetworkSettings
  const url = (port: string): string => `http://127.0.0.1:${Ports[port]![0]!.HostPort}/`
  const replies = await Promise.all([1, 2, 3].map(async () => (await fetch(url('2000/tcp'))).text()))
  for (const reply of replies) expect(reply).toContain('Hostname: web\n')
  await expect(fetch(url('2001/tcp'))).rejects.toThrow()
  await stderr.shows(/E getaddrinfo\("nobody".*Name does not resolve/)
})

test('socat is an entrypoint, and a client that only speaks is heard', async ({ docker }) => {
  const container = await docker.create('alpine/socat', ['-u', 'TCP-LISTEN:9000', 'STDIO'], {
    ExposedPorts: { '9000/tcp': {} },
    HostConfig: { PublishAllPorts: true },
  })
  const { stdout } = demultiplexed(await container.attach({ stream: true, stdout: true, stderr: true }))
  await container.start()
  const { Ports } = (await container.inspect()).NetworkSettings
  net.connect(Number(Ports['9000/tcp']![0]!.HostPort), '127.0.0.1').end('hello')
  expect(await stdout.whole()).toBe('hello')
  expect(await container.wait()).toEqual({ StatusCode: 0 })
})

test('socat talks over Unix sockets and with programs', async ({ docker }) => {
  const script = `socat UNIX-LISTEN:/tmp/s,fork EXEC:'tr a-z A-Z' &
    while ! test -S /tmp/s; do sleep 0.01; done
    echo hello | socat - UNIX-CONNECT:/tmp/s
    echo there | socat STDIO SYSTEM:'cat; echo end'`
  expect(await sh(docker, script)).toMatchObject({ stdout: 'HELLO\nthere\nend\n', code: 0 })
})

test.for([
  ['socat - TCP:127.0.0.1:1', 'connect(5, AF=2 127.0.0.1:1, 16): Connection refused'],
  ['socat -', 'exactly 2 addresses required (there are 1)'],
  ['socat - WHAT:1', 'unknown device/address "WHAT"'],
  ['socat - TCP:127.0.0.1', 'wrong number of parameters (1 instead of 2)'],
  ['socat - TCP:127.0.0.1:1,whatever', 'unknown option "whatever"'],
  ['nc -l -p 80 & sleep 0.1; socat TCP-LISTEN:80 -', 'bind(5, {AF=2 0.0.0.0:80}, 16): Address in use'],
] as const)('%s fails and says why', async ([script, reason], { docker }) => {
  const { stderr, code } = await sh(docker, script)
  expect(stderr).toContain(reason)
  expect(code).toBe(1)
})

test('apk brings socat', async ({ docker }) => {
  const container = await docker.run('alpine', [
    'sh',
    '-c',
    'apk add -q --no-cache socat && echo a | socat - SYSTEM:cat',
  ])
  expect(await container.wait()).toEqual({ StatusCode: 0 })
  expect((await container.logs({ stdout: true })).toString()).toContain('a\n')
})
