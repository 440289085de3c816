// Images and files through archives: load, save, cp both ways, beside the same bytes piped through bare streams.
import { createReadStream, createWriteStream } from 'node:fs'
import http from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { startChild } from './child.ts'
import { connect } from './client.ts'
import { startBenchDaemon } from './daemon.ts'
import { compare, type Rounds, type Subject } from './row.ts'
import { makeTarFiles } from './tar-files.ts'
import type { TarOrder } from './tar-server.ts'

const ROUNDS = 5
const WARMING = 1

const urls = {
  load: '/v1.51/images/load?quiet=1',
  save: '/v1.51/images/bench:tar/get',
  cpOut: '/v1.51/containers/bench/archive?path=/bench',
  cpIn: '/v1.51/containers/bench/archive?path=/into',
} as const

/** Sends a file; resolves when the reply is there. */
async function send(socketPath: string, method: string, path: string, file: string): Promise<void> {
  const headers = { 'Content-Type': 'application/x-tar' }
  const request = http.request({ socketPath, method, path, headers })
  const answered = answer(request)
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), request)
  for await (const _ of await answered);
}

function answer(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('error', reject)
    request.on('response', (response) => {
      if (response.statusCode! < 400) resolve(response)
      else reject(new Error(`${request.method} ${request.path}: ${response.statusCode}`))
    })
  })
}

/** Reads a reply to its end, into a file if it is to be kept. Gives its bytes. */
async function receive(socketPath: string, path: string, into?: string): Promise<number> {
  const request = http.request({ socketPath, path })
  const answered = answer(request)
  request.end()
  const response = await answered
  let size = 0
  response.on('data', (chunk: Buffer) => (size += chunk.length))
  if (into) await pipeline(response, createWriteStream(into))
  else for await (const _ of response);
  return size
}

/** Rounds of both sides in turns, in MB/s. */
async function measure(
  size: number,
  run: (side: 'ours' | 'bare') => Promise<unknown>,
  reset: () => Promise<unknown>,
): Promise<Rounds> {
  const measured: Rounds = { ours: [], bare: [] }
  for (let round = -WARMING; round < ROUNDS; round++) {
    for (const side of round % 2 ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)) {
      if (side === 'ours') await reset()
      const begin = performance.now()
      await run(side)
      if (round >= 0) measured[side].push(size / 1000 / (performance.now() - begin))
    }
  }
  return measured
}

const subject: Subject = async () => {
  await using daemon = await startBenchDaemon()
  const folder = dirname(daemon.socket)
  const { image, files, size } = await makeTarFiles(folder)
  using client = connect(daemon.socket)
  await send(daemon.socket, 'POST', urls.load, image)
  const create = (): Promise<unknown> =>
    client.call('POST', '/v1.51/containers/create?name=bench', { Image: 'bench:tar', Cmd: ['none'] })
  await create()
  const kept = { [urls.save]: join(folder, 'save.tar'), [urls.cpOut]: join(folder, 'cp.tar') }
  for (const [url, file] of Object.entries(kept)) await receive(daemon.socket, url, file)
  await using server = await startChild('tar-server')
  await server.ask({ path: daemon.bareSocket, sink: join(folder, 'sink'), files: kept } satisfies TarOrder)
  const sockets = { ours: daemon.socket, bare: daemon.bareSocket }

  const nothing = async (): Promise<void> => {}
  const save = await measure(size, (side) => receive(sockets[side], urls.save), nothing)
  const cpOut = await measure(size, (side) => receive(sockets[side], urls.cpOut), nothing)
  const remove = (): Promise<unknown> => client.call('DELETE', '/v1.51/containers/bench')
  const cpIn = await measure(
    size,
    (side) => send(sockets[side], 'PUT', urls.cpIn, files),
    async () => {
      await remove()
      await create()
    },
  )
  await remove()
  const forget = (): Promise<unknown> => client.call('DELETE', '/v1.51/images/bench:tar').catch(() => {})
  const load = await measure(size, (side) => send(sockets[side], 'POST', urls.load, image), forget)
  const row = (name: string, rounds: Rounds, aim: number) =>
    compare(name, 'MB/s', { biggerIsBetter: true, aim }, rounds)
  return [
    row('load of an image', load, 0.5),
    row('save of an image', save, 0.7),
    row('cp out of a container', cpOut, 0.7),
    row('cp into a container', cpIn, 0.7),
  ]
}
export default subject
