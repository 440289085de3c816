// Two servers and one client: the same requests in turns, so that whatever slows the machine slows both.
import net from 'node:net'
import type { BareAnswer, BareOrder } from './bare-server.ts'
import { startChild } from './child.ts'
import type { LoadOrder } from './load-client.ts'
import { compare, type Rounds, type Row } from './row.ts'

export interface HttpCase {
  readonly name: string
  readonly url: string
  readonly aim: number
}

export interface HttpRounds {
  readonly cases: readonly HttpCase[]
  /** The socket of the measured daemon, which is up. */
  readonly ours: string
  /** A free path for the bare server's socket; or with `isUp` the socket of a server that is to be measured instead. */
  readonly bare: string
  readonly isUp?: boolean
  readonly rounds?: number
  readonly ms?: number
}

const CONNECTIONS = 8

const request = (url: string, more = ''): string => `GET ${url} HTTP/1.1\r\nHost: docker\r\n${more}\r\n`

/** Replies per second, ours beside those of a bare server that gives the same bytes. */
export async function httpRounds({ cases, ours, bare, isUp, rounds = 15, ms = 250 }: HttpRounds): Promise<Row[]> {
  await using _server = isUp ? undefined : await startBare(cases, ours, bare)
  await using client = await startChild('load-client')
  const rows: Row[] = []
  for (const { name, url, aim } of cases) {
    const measured: Rounds = { ours: [], bare: [] }
    const sides = [
      { path: ours, size: await sizeOfAnswer(ours, url), into: measured.ours },
      { path: bare, size: await sizeOfAnswer(bare, url), into: measured.bare },
    ]
    for (let round = 0; round <= rounds; round++) {
      // Who comes first changes each round; the first round only warms up.
      for (const { path, size, into } of round % 2 ? sides : sides.toReversed()) {
        const order: LoadOrder = { path, request: request(url), size, connections: CONNECTIONS, ms }
        const speed = await client.ask<number>(order)
        if (round > 0) into.push(speed)
      }
    }
    rows.push(compare(name, 'replies/s', { biggerIsBetter: true, aim }, measured))
  }
  return rows
}

/** Answers as `ours` does. */
async function startBare(cases: readonly HttpCase[], ours: string, path: string): Promise<AsyncDisposable> {
  const answers: BareOrder['answers'] = Object.fromEntries(
    await Promise.all(cases.map(async ({ url }) => [`GET ${url}`, parse(await exchange(ours, url))] as const)),
  )
  const server = await startChild('bare-server')
  await server.ask({ path, answers } satisfies BareOrder)
  return server
}

/** The whole answer to one request, the connection closed behind it. */
function exchange(path: string, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = net.connect(path)
    socket
      .setEncoding('latin1')
      .on('data', (data) => (text += data))
      .on('end', () => resolve(text))
      .on('error', reject)
    socket.write(request(url, 'Connection: close\r\n'))
  })
}

/** Undefined for what comes in chunks: a list changes its length with the seconds that containers are up. */
async function sizeOfAnswer(path: string, url: string): Promise<number | undefined> {
  const answer = await exchange(path, url)
  return /^Transfer-Encoding: chunked\r$/m.test(answer) ? undefined : answer.replace('Connection: close\r\n', '').length
}

function parse(answer: string): BareAnswer {
  const end = answer.indexOf('\r\n\r\n')
  const head = answer.slice(0, end).split('\r\n').slice(1)
  const lines = head.map((line) => /^([^:]+): (.*)$/.exec(line)!).filter(([, name]) => name !== 'Connection')
  const rest = answer.slice(end + 4)
  const chunked = lines.some(([, name]) => name === 'Transfer-Encoding')
  const body = chunked ? unchunk(rest) : rest
  return {
    status: 200,
    head: lines.flatMap(([, name, value]) => [name!, value!]),
    body: Buffer.from(body, 'latin1').toString(),
  }
}

function unchunk(text: string): string {
  let body = ''
  let at = 0
  for (;;) {
    const end = text.indexOf('\r\n', at)
    const size = Number.parseInt(text.slice(at, end), 16)
    if (!size) return body
    body += text.slice(end + 2, end + 2 + size)
    at = end + 2 + size + 2
  }
}
