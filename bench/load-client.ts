// The client of the bench, a process of its own: asks the same over kept connections as fast as answers come.
import net from 'node:net'

export interface LoadOrder {
  readonly path: string
  readonly request: string
  /** Bytes of one whole answer, head included. */
  readonly size: number
  readonly connections: number
  readonly ms: number
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
      let left = size
      socket.on('error', reject)
      socket.on('connect', () => socket.write(bytes))
      socket.on('data', (chunk) => {
        left -= chunk.length
        if (left > 0) return
        if (left < 0) return reject(new Error(`an answer was ${-left} bytes too long`))
        left = size
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
