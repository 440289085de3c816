// The body of a request: read as somebody asks for it, told of what breaks it, and what becomes of what nobody has read.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { BrokenBody } from '../api/body-bytes.ts'
import { hostTimer } from '../world/real-clock.ts'
import { awaitsContinue, sendContinue } from './expect.ts'
import { readable } from './raw-body.ts'
import { isUpgraded, upgradedBody } from './upgrade.ts'

/** A rest of this many bytes is not read any more (net/http: maxPostHandlerReadBytes). */
const LARGE = 256 * 1024

/** ms that a client has for reading its answer before what it still sends is refused (net/http: rstAvoidanceDelay). */
const LINGER = 500

const breaks = new WeakMap<IncomingMessage, BrokenBody>()
const taken = new WeakMap<IncomingMessage, number>()

/** Who reads the body gets this as its error, behind what has come. */
export function breakBody(request: IncomingMessage, message: string): void {
  breaks.set(request, new BrokenBody(message))
  request.emit('broken')
}

/** To stop early does no harm: see `settleBody`. */
export async function* bodyOf(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  sendContinue(request)
  yield* isUpgraded(request) ? upgradedBody(request) : parsedBody(request)
}

async function* parsedBody(request: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const bytes: Buffer | null = request.read()
      const broken = breaks.get(request)
      if (bytes) {
        taken.set(request, (taken.get(request) ?? 0) + bytes.length)
        yield bytes
      } else if (broken) throw broken
      else if (request.readableEnded) return
      else if (request.destroyed) throw new BrokenBody('unexpected EOF')
      else await readable(request)
    }
  } finally {
    // the next request of the connection stands behind the rest
    request.resume()
  }
}

/**
 * Called before an answer is written that needs no more of the body. What little is left is thrown away; with more of it,
 * or if the client waits to be asked for it, the connection ends with the answer (net/http: chunkWriter.writeHeader).
 */
export function settleBody(request: IncomingMessage, response: ServerResponse): Promise<void> | undefined {
  const { headers } = request
  if (awaitsContinue(request)) response.shouldKeepAlive = false
  else if (isUpgraded(request)) return undefined
  else if (headers['transfer-encoding'] !== undefined) return request.complete ? undefined : skim(request, response)
  else if (headers['content-length'] !== undefined) {
    const left = Number(headers['content-length']) - (taken.get(request) ?? 0)
    if (left >= LARGE) leaveUnread(request, response)
    else request.resume()
  }
  return undefined
}

/** Only its end tells how long a body in chunks is. */
async function skim(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let left = LARGE
  try {
    for await (const bytes of parsedBody(request)) {
      left -= bytes.length
      if (left < 0) break
    }
    if (left < 0) leaveUnread(request, response)
  } catch {
    response.shouldKeepAlive = false
  }
}

function leaveUnread(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request
  response.shouldKeepAlive = false
  // of a body that nobody has begun to read node would throw the rest away, however long it is
  request.pause()
  request.read()
  // What node does at the end of the answer; at once it would reset the connection, and the client might lose the answer.
  const destroySoon = (): void => {
    socket.pause()
    socket.end()
    hostTimer(LINGER, () => socket.destroy())
  }
  Object.assign(socket, { destroySoon })
}
