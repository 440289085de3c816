// What a container has of its host: device files that it is given, or makes, and names.
import { expect } from 'vitest'
import { test } from '../fixture.ts'
import type { TestDaemon } from '../test-daemon.ts'

async function said(docker: TestDaemon, script: string, HostConfig = {}) {
  const box = await docker.run('busybox', ['sh', '-c', script], { HostConfig, Tty: true })
  await box.wait()
  return String(await box.logs({ stdout: true })).replaceAll('\r', '')
}

test('a device of the host is there under the name that it is given', async ({ docker }) => {
  const Devices = [
    { PathOnHost: '/dev/null', PathInContainer: '/dev/mine', CgroupPermissions: 'rwm' },
    { PathOnHost: '/dev/net/tun', PathInContainer: '/dev/net/tun', CgroupPermissions: 'rwm' },
  ]
  const script = 'stat -c "%F %t:%T" /dev/mine /dev/net/tun; echo lost > /dev/mine; cat /dev/mine'
  expect(await said(docker, script, { Devices })).toBe('character special file 1:3\ncharacter special file a:c8\n')
  expect(await said(docker, 'ls /dev/mine')).toBe('ls: /dev/mine: No such file or directory\n')
})

test('mknod makes devices that work, with the capability for it', async ({ docker }) => {
  const script =
    'mknod /tmp/n c 1 3; echo lost > /tmp/n; cat /tmp/n; mknod -m 600 /tmp/p p; stat -c "%F %a" /tmp/p; mknod /tmp/n c a 1; mknod /tmp/n c 9999 1; mknod /tmp/n c 1 3'
  expect(await said(docker, script)).toBe(
    "fifo 600\nmknod: invalid number 'a'\nmknod: number 9999 is not in 0..4095 range\nmknod: /tmp/n: File exists\n",
  )
  expect(await said(docker, 'mknod /tmp/n c 1 3', { CapDrop: ['MKNOD'] })).toBe(
    'mknod: /tmp/n: Operation not permitted\n',
  )
})

test('a host with a domain is in its /etc/hosts by both of its names', async ({ docker }) => {
  await docker.dockerode.createNetwork({ Name: 'net' })
  const names = async (config: object): Promise<string | undefined> => {
    const box = await docker.run('busybox', ['tail', '-n', '1', '/etc/hosts'], {
      ...config,
      HostConfig: { NetworkMode: 'net' },
      Tty: true,
    })
    await box.wait()
    return String(await box.logs({ stdout: true }))
      .trim()
      .split('\t')[1]
  }
  expect(await names({ Hostname: 'web' })).toBe('web')
  expect(await names({ Hostname: 'web.example.com' })).toBe('web.example.com web')
  expect(await names({ Hostname: 'web', Domainname: 'example.com' })).toBe('web.example.com web')
  expect(await names({ Hostname: 'a.b', Domainname: 'c' })).toBe('a.b.c a')
})

test('who shares the name of the host has it', async ({ docker }) => {
  const { Name } = await docker.dockerode.info()
  expect(await said(docker, 'hostname', { UTSMode: 'host' })).toBe(`${Name}\n`)
})
