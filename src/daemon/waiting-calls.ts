// Which calls wait for time to pass in containers: while one does, a skipping clock leaps.
import type { Layer } from '../api/dispatch.ts'
import type { Reply } from '../api/reply.ts'
import type { OperationId } from '../gen/operations.ts'
import type { Hold, SteerableClock } from '../world/steerable-clock.ts'

/** Those that last until processes did something. Whoever watches events or stats only looks on. */
const lasting: ReadonlySet<OperationId> = new Set<OperationId>([
  'ContainerAttach',
  'ContainerAttachWebsocket',
  'ContainerDelete',
  'ContainerLogs',
  'ContainerRestart',
  'ContainerStart',
  'ContainerStop',
  'ContainerWait',
  'ExecStart',
  'ImageBuild',
])

/** Holds the clock while a call of these waits for its reply, or for the end of it. */
export const waitingCalls =
  (clock: SteerableClock): Layer =>
  async (call, next) => {
    if (!clock.skips || !lasting.has(call.operation)) return next(call)
    const hold = clock.hold()
    const release = (): void => {
      call.signal.removeEventListener('abort', release)
      hold.release()
    }
    call.signal.addEventListener('abort', release)
    try {
      return held(await next(call), hold, release)
    } catch (error) {
      release()
      throw error
    }
  }

function held(reply: Reply, hold: Hold, release: () => void): Reply {
  if (reply.kind === 'stream') return { ...reply, chunks: heldChunks(reply.chunks, hold, release) }
  if (reply.kind === 'hijack' || reply.kind === 'websocket') {
    return { ...reply, serve: (stream) => reply.serve(stream).finally(release) }
  }
  release()
  return reply
}

async function* heldChunks<Chunk>(
  chunks: AsyncIterable<Chunk>,
  hold: Hold,
  release: () => void,
): AsyncGenerator<Chunk> {
  try {
    for await (const chunk of chunks) {
      hold.heard()
      yield chunk
    }
  } finally {
    release()
  }
}
