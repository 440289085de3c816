// mockerd/msw: a daemon behind the requests that msw sees, and what cannot be had that way.
import { once } from 'node:events'
import http from 'node:http'
import Dockerode from 'dockerode'
import { HttpResponse, http as mswHttp } from 'msw'
import { setupServer } from 'msw/node'
import { expect, onTestFinished, test } from 'vitest'
import { createDaemon, type Daemon } from '../../src/index.ts'
import { dockerHandlers } from '../../src/msw.ts'

type Handlers = ReturnType<typeof dockerHandlers>

function listen(...handlers: Handlers): () => void {
  const server = setupServer(...handlers)
  server.listen({ onUnhandledRequest: 'error' })
  const close = (): void => server.close()
  onTestFinished(close)
  return close
}

function made(): Daemon {
  const daemon = createDaemon({ journal: true })
  onTestFinished(() => daemon.close())
  return daemon
}

const post = (url: string, body?: object): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

test('Several daemons answer at several URLs, each for itself', async () => {
  const [one, two] = [made(), made()]
  listen(...dockerHandlers(one, 'http://one.test'), ...dockerHandlers(two, 'https://two.test:2376/engine/'))
  await one.container({ name: 'first' })
  const names = async (base: string): Promise<string[]> =>
    ((await (await fetch(`${base}/v1.51/containers/json`)).json()) as { Names: string[] }[]).flatMap(
      ({ Names }) => Names,
    )
  expect(await names('http://one.test')).toEqual(['/first'])
  expect(await names('https://two.test:2376/engine')).toEqual([])
  expect(two.journal.entries).toHaveLength(1)
})

test('A client with a socketPath is one at http://localhost', async () => {
  const daemon = made()
  listen(...dockerHandlers(daemon))
  await daemon.container({ name: 'web', logs: ['ready'] })
  const docker = new Dockerode({ socketPath: '/var/run/nobody-listens.sock' })
  expect((await docker.ping()).toString()).toBe('OK')
  expect((await docker.getContainer('web').inspect()).State.Running).toBe(true)
  expect((await docker.getContainer('web').logs({ stdout: true })).toString()).toContain('ready\n')
})

test('What is not Docker’s is left to others and to onUnhandledRequest', async () => {
  listen(
    ...dockerHandlers(made()),
    mswHttp.get('http://localhost/api/users', () => HttpResponse.json(['ann'])),
  )
  expect(await (await fetch('http://localhost/api/users')).json()).toEqual(['ann'])
  await expect(fetch('http://localhost/api/others')).rejects.toThrow()
  const missing = await fetch('http://localhost/v1.51/nosuch')
  expect([missing.status, await missing.json()]).toEqual([404, { message: 'page not found' }])
})

test('A URL that msw cannot see is refused', () => {
  expect(() => dockerHandlers(made(), 'unix:///var/run/docker.sock')).toThrow('msw sees no unix:///var/run/docker.sock')
})

test('What takes over the connection is refused by its name, and with another way', async () => {
  const daemon = made()
  const close = listen(...dockerHandlers(daemon, 'http://docker.test'))
  await daemon.container({ name: 'web' })
  const { Id } = (await (await post('http://docker.test/containers/web/exec', { Cmd: ['true'] })).json()) as {
    Id: string
  }
  const refused: [string, Promise<Response>][] = [
    ['ContainerAttach', post('http://docker.test/containers/web/attach?stream=1')],
    ['ContainerAttachWebsocket', fetch('http://docker.test/containers/web/attach/ws')],
    ['ExecStart', post(`http://docker.test/exec/${Id}/start`, { Detach: false })],
    ['Session', post('http://docker.test/session')],
    ['Grpc', post('http://docker.test/grpc')],
  ]
  for (const [operation, replying] of refused) {
    const reply = await replying
    const message = `${operation} takes over the connection, which a Request and its Response have not: use a client with daemon.agent, or the daemon's socket`
    expect([reply.status, await reply.json()]).toEqual([501, { message }])
  }
  // where nobody looks at it, it has no need of the connection
  expect((await post(`http://docker.test/exec/${Id}/start`, { Detach: true })).status).toBe(200)
  const { ExitCode } = (await (await fetch(`http://docker.test/exec/${Id}/json`)).json()) as { ExitCode: number | null }
  expect([0, null]).toContain(ExitCode)
  // the agent can do all of it, but msw would see its requests
  close()
  const docker = new Dockerode({ agent: daemon.agent } as Dockerode.DockerOptions)
  const stream = await (
    await docker.getContainer('web').exec({ Cmd: ['echo', 'hi'], AttachStdout: true, Tty: true })
  ).start({ Tty: true })
  const said: string[] = []
  for await (const chunk of stream) said.push(String(chunk))
  expect(said.join('')).toBe('hi\r\n')
})

test('Streams come as they are told, and end when the client goes', async () => {
  const daemon = made()
  listen(...dockerHandlers(daemon, 'http://docker.test'))
  const gone = new AbortController()
  const events = await fetch('http://docker.test/events', { signal: gone.signal })
  const reader = events.body!.getReader()
  await daemon.volume('data')
  expect(JSON.parse(new TextDecoder().decode((await reader.read()).value))).toMatchObject({ Action: 'create' })
  gone.abort()
  expect(await reader.read().catch(() => 'aborted')).toSatisfy((end) => end === 'aborted' || end.done)

  await daemon.container({ name: 'talker' })
  const logs = (await fetch('http://docker.test/containers/talker/logs?follow=1&stdout=1')).body!
  const { mishaps } = daemon.engine.containers
  const talker = daemon.engine.containers.find('talker')
  await mishaps.print(talker, 1, new TextEncoder().encode('one line\n'))
  mishaps.end(talker, { code: 0 })
  let said = ''
  for await (const chunk of logs) said += new TextDecoder().decode(chunk)
  expect(said).toContain('one line\n')
})

test('A client of node:http has a stream before there is anything in it, and hears that the daemon is closed', async () => {
  const daemon = made()
  listen(...dockerHandlers(daemon))
  const events = await new Dockerode({ socketPath: '/var/run/nobody-listens.sock' }).getEvents()
  await daemon.volume('data')
  const [first] = (await once(events, 'data')) as [Buffer]
  expect(JSON.parse(first.toString())).toMatchObject({ Type: 'volume', Action: 'create' })
  const ended = once(events, 'close')
  await daemon.close()
  await ended.catch((error: Error) => expect(error.message).toBe('aborted'))
})

test('http.request meets the daemon as fetch does', async () => {
  listen(...dockerHandlers(made(), 'http://docker.test'))
  const status = await new Promise((resolve, reject) =>
    http.get('http://docker.test/_ping', (reply) => resolve(reply.resume().statusCode)).on('error', reject),
  )
  expect(status).toBe(200)
})
