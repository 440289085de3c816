// How a registry that listens goes.
import { once } from 'node:events'
import net from 'node:net'
import { expect, test } from 'vitest'
import { startRegistry } from '../../src/index.ts'

test('a registry that is closed cuts the connections that its clients keep, and the port is free again', async () => {
  const registry = await startRegistry()
  const port = Number(registry.host.split(':')[1])
  const client = net.connect(port, '127.0.0.1')
  client.write('GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n')
  const [answer] = (await once(client, 'data')) as [Buffer]
  expect(answer.toString()).toContain('HTTP/1.1 200 OK\r\n')
  const closed = once(client, 'close')
  await registry.close()
  await closed
  const next = await startRegistry(`tcp://127.0.0.1:${port}`)
  await next.close()
})
