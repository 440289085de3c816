// Reads a request's body straight from the socket and leaves on it what comes behind the body.
import type { IncomingHttpHeaders } from 'node:http'
import type { Duplex, Readable } from 'node:stream'
import { BrokenBody } from '../api/body-bytes.ts'

/** The body that the headers announce. Throws when the client goes before its end. */
export function readBody(socket: Duplex, headers: IncomingHttpHeaders): AsyncGenerator<Uint8Array> {
  if (headers['transfer-encoding']?.toLowerCase().includes('chunked')) return chunked(socket)
  return exactly(socket, Number(headers['content-length']) || 0)
}

async function* exactly(socket: Duplex, length: number): AsyncGenerator<Uint8Array> {
  let left = length
  while (left > 0) {
    const bytes = await take(socket, left)
    left -= bytes.length
    yield bytes
  }
}

async function* chunked(socket: Duplex): AsyncGenerator<Uint8Array> {
  for (;;) {
    const size = Number.parseInt(await line(socket), 16)
    if (!(size >= 0)) throw new BrokenBody('invalid byte in chunk length')
    if (size === 0) break
    yield* exactly(socket, size)
    await line(socket)
  }
  while ((await line(socket)) !== '');
}

/** A line without its CRLF. dockerd's limit for one is 4 KiB (net/http/internal: maxLineLength). */
async function line(socket: Duplex): Promise<string> {
  let text = ''
  while (!text.endsWith('\n')) {
    if (text.length > 4096) throw new BrokenBody('header line too long')
    text += (await take(socket, 1)).toString('latin1')
  }
  return text.replace(/\r?\n$/, '')
}

/** At least one byte and at most `limit`. */
async function take(socket: Duplex, limit: number): Promise<Buffer> {
  for (;;) {
    const available = Math.min(limit, socket.readableLength)
    const bytes: Buffer | null = available > 0 ? socket.read(available) : socket.read()
    if (bytes && bytes.length > limit) {
      socket.unshift(bytes.subarray(limit))
      return bytes.subarray(0, limit)
    }
    if (bytes) return bytes
    if (socket.readableEnded || socket.destroyed) throw new BrokenBody('unexpected EOF')
    await readable(socket)
  }
}

/** Waits until there is something to read, or will never be: `broken` is for bodies that nothing will come of any more. */
export function readable(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('readable', done).off('end', done).off('close', done).off('broken', done)
      resolve()
    }
    stream.on('readable', done).on('end', done).on('close', done).on('broken', done)
  })
}
