// Hijacked connections: 101 UPGRADED or 200, then raw bytes both ways.
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { OperationId } from '../api/call.ts'
import type { HijackReply } from '../api/reply.ts'
import { type Bytes, Cut, type Wire } from '../api/wire.ts'
import { unsupported } from '../world/refusal.ts'
import { connectionOf } from './connection.ts'
import { holdBehindHead } from './head-alone.ts'
import type { Exchange } from './read.ts'
import { type Shapes, serveShaped } from './shaped-socket.ts'
import { failureOf } from './status.ts'

const RAW_STREAM = 'application/vnd.docker.raw-stream'

/**
 * dockerd writes the heads of attach by hand: without its usual headers, and errors as text. Exec start answers an
 * error as every operation does (moby: server/router/container postContainersAttach, postContainerExecStart).
 */
const BY_HAND: ReadonlySet<OperationId> = new Set<OperationId>(['ContainerAttach'])

export const writesByHand = (operation: OperationId): boolean => BY_HAND.has(operation)

/** Gives the socket to the operation and ends it when the operation is done with it. */
export async function hijack(exchange: Exchange, reply: HijackReply, identity: readonly string[]): Promise<void> {
  for await (const _ of exchange.body);
  const { operation } = exchange
  const { wire } = reply
  const upgrade = exchange.upgrade && !wire?.overhearsUpgrade
  const lines = upgrade
    ? ['HTTP/1.1 101 UPGRADED', `Content-Type: ${reply.type}`, 'Connection: Upgrade', 'Upgrade: tcp']
    : ['HTTP/1.1 200 OK', `Content-Type: ${RAW_STREAM}`]
  if (!writesByHand(operation))
    for (let i = 0; i < identity.length; i += 2) lines.push(`${identity[i]}: ${identity[i + 1]}`)
  for (const [name, value] of Object.entries(reply.headers ?? {})) lines.push(`${name}: ${value}`)

  const socket = takeOver(exchange)
  const head = Buffer.from(`${(wire?.headers ? linesOf(lines, wire.headers) : lines).join('\r\n')}\r\n\r\n`)
  if (!wire?.joinsHead) socket.write(head)
  // who has started a container and waited for it has its output by then, as from dockerd: a silent one holds nothing back
  const apart = wire || reply.silent ? undefined : holdBehindHead(socket)
  try {
    if (wire) await serveShaped(socket, joined(head, wire), (stream) => reply.serve(stream))
    else await reply.serve(socket)
    await apart
    socket.end()
    // The client's end is only seen by somebody who reads.
    socket.resume()
  } catch (error) {
    await apart
    if (!(error instanceof Cut)) socket.destroy()
    throw error
  }
}

/** The status line stays; the others are changed. */
function linesOf([status = '', ...lines]: readonly string[], change: (lines: readonly string[]) => string[]): string[] {
  const list = change(
    lines.flatMap((line) => {
      const at = line.indexOf(': ')
      return [line.slice(0, at), line.slice(at + 2)]
    }),
  )
  const changed = [status]
  for (let index = 0; index < list.length; index += 2) changed.push(`${list[index]}: ${list[index + 1]}`)
  return changed
}

function joined(head: Uint8Array, wire: Wire): Shapes {
  const { body, joinsHead } = wire
  return joinsHead ? { ...wire, body: (bytes) => behind(head, body?.(bytes) ?? bytes, joinsHead()) } : wire
}

/** The first of the bytes comes together with the head, if it comes in time. */
async function* behind(head: Uint8Array, bytes: Bytes, late: Promise<unknown>): AsyncGenerator<Uint8Array> {
  const pieces = bytes[Symbol.asyncIterator]()
  const first = pieces.next()
  const alone = (): boolean => false
  const inTime = await Promise.race([first.then(() => true), late.then(alone, alone)])
  if (!inTime) yield head
  const { value, done } = await first
  if (inTime) yield done ? head : Buffer.concat([head, value])
  else if (!done) yield value
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}

/** The refusal of an operation that writes its heads by hand; the connection ends with it. */
export function refuseByHand(exchange: Exchange, error: unknown): void {
  const { status, message } = failureOf(error)
  const socket = takeOver(exchange)
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${RAW_STREAM}\r\n\r\n${message}\r\n`)
  socket.resume()
}

/** The socket of a request, for nobody but the caller from here on. */
export function takeOver(exchange: Exchange): Duplex {
  const { request, response } = exchange
  const connection = connectionOf(request.socket)
  if (!connection) {
    throw unsupported(
      `${exchange.operation} takes over the connection, which a server of somebody else has: use a client with daemon.agent, or the daemon's socket`,
    )
  }
  connection.detach(response)
  return connection.socket
}
