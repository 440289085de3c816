// /proc/net: who listens, and who is connected to whom.
import { expect, test } from 'vitest'
import { hex6 } from '../../src/runtime/network/address-hex.ts'
import { Container } from './container.ts'

test('/proc/net/tcp lists both ends of a connection, with the inodes of their descriptors, until they are closed', async () => {
  const box = new Container()
  box.start(['sleep', '1000'])
  const server = box.start(['nc', '-l', '-p', '8080'], { interactive: true })
  await box.sh('until grep -q ":1F90 .* 0A " /proc/net/tcp; do sleep 0.01; done')
  const client = box.start(['nc', '127.0.0.1', '8080'], { interactive: true })
  client.type('hello\n')
  await server.prints('hello\n')
  const { stdout } = await box.sh('cat /proc/net/tcp; ls -l /proc/[0-9]*/fd | grep -o "socket:.*"')
  const lines = stdout.split('\n')
  const ends = lines.filter((line) => / 01 /.test(line)).map((line) => line.trim().split(/\s+/))
  const [[, from], [, , to]] = ends as [string[], string[]]
  expect(ends.map((end) => end.slice(1, 5))).toEqual([
    [from, '0100007F:1F90', '01', '00000000:00000000'],
    ['0100007F:1F90', to, '01', '00000000:00000000'],
  ])
  expect(from).toBe(to)
  for (const end of ends) expect(lines).toContain(`socket:[${end[9]}]`)
  client.task.signal(9)
  await client.exited
  expect((await box.sh('grep -c " 01 " /proc/net/tcp')).stdout).toBe('0\n')
})

test.for([
  ['::1', '00000000000000000000000001000000'],
  ['::', '00000000000000000000000000000000'],
  ['127.0.0.1', '0000000000000000FFFF00000100007F'],
  ['fd00:1::ac11:2', '010000FD0000000000000000020011AC'],
] as const)('/proc/net/tcp6 writes %s as %s', ([address, written]) => {
  expect(hex6(address)).toBe(written)
})
