// `mockerd storage`: what the storage driver of a running mockerd did, as text.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runCommand } from '../../src/daemon/command.ts'
import { storageCommand } from '../../src/daemon/storage-command.ts'
import { startTestDaemon } from '../test-daemon.ts'

test('mockerd storage prints the storage driver and the account of each container', async () => {
  await using docker = await startTestDaemon({ storageDriver: 'btrfs', seed: 'storage' })
  const container = await docker.run('alpine', ['sh', '-c', 'echo hello > /etc/motd'], { name: 'web' })
  await container.wait()
  const text = await storageCommand(['-H', docker.host])
  expect(text).toContain('Storage Driver: btrfs\n Btrfs:\nBlock Size: 4.096kB\nSpace: ')
  expect(text).toContain('Image Layers: 1\n ')
  const own = text.slice(text.indexOf('Containers: 1\n'))
  expect(own.split('\n').map((line) => line.replace(/\d+ names? in \d+ layers?/, 'N names'))).toEqual([
    'Containers: 1',
    ` ${container.id.slice(0, 12)} web`,
    '  Depth: 3',
    expect.stringMatching(/^ {2}Takes: 4\.\d+kB$/),
    '  Looked Up: N names',
    expect.stringMatching(/^ {2}Read: /),
    '  Written: 6B',
    '  Copied at Create: 0 files, 0B',
    '  Copied Up: 0 files, 0B',
    '  Allocated: 1 block, 4.096kB',
    '  Saved by Redirecting: 0B',
    '',
  ])
  expect(JSON.parse(await storageCommand(['--json', '--host', docker.host]))).toMatchObject({ driver: 'btrfs' })
})

test('mockerd storage asks over TCP too', async () => {
  await using docker = await startTestDaemon({ hosts: ['tcp://127.0.0.1:0'], storageDriver: 'vfs' })
  expect(await storageCommand(['-H', docker.host])).toMatch(/^Storage Driver: vfs\nBlock Size: 4\.096kB\n/)
})

test('mockerd storage says so where there is no mockerd', async () => {
  const server = createServer((_request, response) => void response.writeHead(404).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
  await expect(storageCommand(['-H', address])).rejects.toThrow(`${address} is no mockerd: it answered 404`)
  server.close()
  await expect(storageCommand(['-H', 'unix:///nowhere/docker.sock'])).rejects.toThrow('ENOENT')
  expect(await runCommand(['storage', '--nosuch'])).toBe(1)
})
