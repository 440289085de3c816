// Servers in containers: what becomes of them when one of their conversations goes wrong.
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type Listener, NetworkNamespace } from '../../src/runtime/network/namespace.ts'
import { serve } from '../../src/runtime/network/serve.ts'
import { socketStream } from '../../src/runtime/network/socket-stream.ts'
import type { Process, Program } from '../../src/runtime/process.ts'
import { binary } from '../../src/runtime/programs.ts'
import { FileError } from '../../src/storage/file-error.ts'
import { Container, programs } from './container.ts'

/** A container in which `try` runs a program. */
function containerWith(program: Program): Container {
  const box = new Container({ programs: new Map([...programs, ['try', program]]) })
  const bin = box.root.lookup(box.root.root, 'bin')!
  box.root.create(bin, 'try', { kind: 'file', mode: 0o755, mtime: 0, content: binary('try') })
  return box
}

/** What the server at a port answers a new connection; empty if it breaks off. */
async function ask(process: Process, port: number): Promise<string> {
  const connection = process.connect('127.0.0.1', port)
  const bytes = await process.read(connection)
  process.close(connection)
  return Buffer.from(bytes ?? []).toString()
}

test('a server that fails in one conversation says so and goes on with the others', async () => {
  let visits = 0
  const program: Program = async (process) => {
    void serve(process, process.listen(80), async (connection) => {
      if (++visits === 1) throw new TypeError('it broke')
      await process.write(connection, 'served')
      process.close(connection)
    })
    await process.write(1, `${await ask(process, 80)}|${await ask(process, 80)}\n`)
    return 0
  }
  expect(await containerWith(program).run(['try'])).toEqual({
    stdout: '|served\n',
    stderr: 'try: it broke\n',
    code: 0,
  })
})

test('a server that may open no more files turns a client away, and serves the next one when it may again', async () => {
  const program: Program = async (process) => {
    void serve(process, process.listen(80), async (connection) => {
      await process.write(connection, 'served')
      process.close(connection)
    })
    const last = openAll(process)
    // a client that needs none of the process's own descriptors
    const visit = (): Promise<string> => text(socketStream(process.network.connect('127.0.0.1', 80)))
    const turnedAway = await visit()
    process.close(last)
    await process.write(1, `${turnedAway}|${await visit()}\n`)
    return 0
  }
  expect(await containerWith(program).run(['try'])).toEqual({ stdout: '|served\n', stderr: '', code: 0 })
})

test('a network namespace that listens on every port of its range has none left to give', () => {
  const network = new NetworkNamespace({ interfaces: () => [], neighbour: () => undefined })
  const listeners: Listener[] = []
  for (let port = 32_768; port <= 60_999; port++) listeners.push(network.listen(0))
  expect(new Set(listeners.map(({ port }) => port)).size).toBe(28_232)
  expect(() => network.listen(0)).toThrow(expect.objectContaining({ code: 'EADDRINUSE' }))
  expect(() => network.connect('127.0.0.1', 40_000)).toThrow(expect.objectContaining({ code: 'EADDRNOTAVAIL' }))
  listeners[7]?.close()
  expect(network.listen(0).port).toBe(listeners[7]?.port)
})

/** Opens files until no more may be open; the last descriptor. */
function openAll(process: Process): number {
  for (let last = 0; ; ) {
    try {
      last = process.open('/etc/passwd', { read: true })
    } catch (error) {
      if (error instanceof FileError && error.code === 'EMFILE') return last
      throw error
    }
  }
}
