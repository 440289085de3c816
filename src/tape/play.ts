// Answers one request with what was recorded.
import type { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { roomIn } from '../codec/room.ts'
import { ChunkWriter, headBytes } from './chunk-writer.ts'
import type { ClientInput } from './client-input.ts'
import { headerOf, linesOfReply, replyFraming } from './heads.ts'
import type { Framing } from './message-reader.ts'
import { Pace, type PaceOptions } from './pace.ts'
import type { RecordedExchange } from './tape.ts'
import { fromData } from './tape-record.ts'

/** Whether the connection is for another request. */
export type Outcome = 'next' | 'over'

/** @param hijack called when what the client sends is not HTTP any more */
export async function play(
  exchange: RecordedExchange,
  socket: Socket,
  input: ClientInput,
  options: PaceOptions & { readonly hijack: () => void },
): Promise<Outcome> {
  const pace = new Pace(options, exchange, input)
  const chunks = new ChunkWriter()
  const expected = { bytes: input.received }
  let framing: Framing = 'rest'
  let closes = false
  const write = async (at: number, bytes: Buffer): Promise<void> => {
    await pace.until(at)
    if (!input.gone && !socket.write(bytes)) await roomIn(socket)
  }
  for (const record of exchange.records) {
    if (input.gone) return 'over'
    const { at } = record
    switch (record.is) {
      case 'request-body':
      case 'request-end':
        pace.meet(at)
        break
      case 'reply':
        // it has been said when the client asked for it
        if (record.status === 100) break
        framing = replyFraming(record, exchange.request.method)
        closes = framing === 'rest' || /close/i.test(headerOf(record.headers, 'connection') ?? '')
        if (framing === 'raw') options.hijack()
        await write(at, headBytes(linesOfReply(record)))
        break
      case 'reply-body':
        await write(at, chunks.framed(fromData(record), record.chunk))
        break
      case 'reply-end':
        await write(at, chunks.last(framing === 'chunked', record.trailers ?? []))
        break
      case 'from-daemon':
        await write(at, fromData(record))
        break
      case 'from-client':
        expected.bytes += fromData(record).length
        await input.until(() => input.ended || input.received >= expected.bytes)
        pace.meet(at)
        break
      case 'client-end':
        await input.until(() => input.ended)
        pace.meet(at)
        break
      case 'daemon-end':
        await pace.until(at)
        socket.end()
        break
      case 'end':
        if (record.cut === undefined) return framing === 'raw' || closes ? 'over' : 'next'
        if (record.cut === 'client') await input.until(() => input.ended)
        else await pace.until(at)
        return 'over'
    }
  }
  // the recorder was ended in the middle of it, and with it the client's connection
  return 'over'
}
