// The client of the bench, a process of its own: asks the same over kept connections as fast as answers come.
import net from 'node:net'

export interface LoadOrder {
  readonly path: string
  readonly request: string
  /** Bytes of one whole answer, head included; without it answers come in chunks and the last one says so. */
  readonly size: number | undefined
  readonly connections: number
  readonly ms: number
}

const LAST_CHUNK = '0\r\n\r\n'

/** Tells of each piece whether an answer ends with it. Throws when more comes than was asked for. */
function endFinder(size: number | undefined): (piece: Buffer) => boolean {
  let left = size ?? 0
  let tail = ''
  return (piece) => {
    if (size === undefined) {
      tail = (tail + piece.toString('latin1', Math.max(0, piece.length - LAST_CHUNK.length))).slice(-LAST_CHUNK.length)
      return tail === LAST_CHUNK
    }
    left -= piece.length
    if (left < 0) throw new Error(`an answer was ${-left} bytes too long`)
    if (left > 0) return false
    left = size
    return true
  }
}

/** Answers per second. */
function load({ path, request, size, connections, ms }: LoadOrder): Promise<number> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(request)
    const begin = performance.now()
    let answers = 0
    let open = connections
    for (let i = 0; i < connections; i++) {
      const socket = net.connect(path)
      const isEnd = endFinder(size)
      socket.on('error', reject)
      socket.on('connect', () => socket.write(bytes))
      socket.on('data', (chunk) => {
        if (!isEnd(chunk)) return
        answers++
        const past = performance.now() - begin
        if (past < ms) return socket.write(bytes)
        socket.destroy()
        if (--open === 0) resolve((answers / past) * 1000)
      })
    }
  })
}

process.on('message', async (order: LoadOrder) => process.send?.(await load(order)))
