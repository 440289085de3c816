// A socket that a daemon in the background holds for as long as it lives: who is connected knows that it does, and when it
// ends, without asking again.
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { claimSocketFile } from '../../http/unix.ts'

/** What a daemon in the background says of itself. */
export interface Life {
  readonly pid: number
  readonly host: string
  readonly hosts: readonly string[]
  /** the release that it plays */
  readonly engine: string
  /** RFC 3339, the host's time */
  readonly since: string
}

/** The daemon's end of it. */
export interface HeldLifeline {
  /** Tells everybody how it ended. */
  release(exitCode: number): Promise<void>
}

/** Rejects with a sentence while another holds it. */
export async function holdLifeline(path: string, life: Life): Promise<HeldLifeline> {
  await claimSocketFile(path)
  const listeners = new Set<Socket>()
  const server = createServer((socket) => {
    listeners.add(socket)
    socket.on('error', () => {}).on('close', () => listeners.delete(socket))
    socket
      .unref()
      .resume()
      .write(`${JSON.stringify(life)}\n`)
  })
  await listening(server, path)
  // it is the daemon that keeps the process
  server.unref()
  return {
    async release(exitCode) {
      server.close()
      // the connections end with the process
      await Promise.all(Array.from(listeners, (socket) => written(socket, `${JSON.stringify({ exitCode })}\n`)))
    },
  }
}

/** The other end of it. */
export interface Lifeline {
  readonly life: Life
  /** When it has ended: with its exit code, or undefined if it could not say any. */
  readonly ended: Promise<number | undefined>
  /** Lets go of it. */
  drop(): void
}

/** Undefined when nobody holds it. */
export async function callLifeline(path: string): Promise<Lifeline | undefined> {
  const socket = createConnection(path)
  socket.setEncoding('utf8')
  const lines = linesOf(socket)
  const first = await lines.next()
  if (first.done) return undefined
  return {
    life: JSON.parse(first.value) as Life,
    ended: exitCodeIn(lines),
    drop: () => socket.destroy(),
  }
}

async function exitCodeIn(lines: AsyncIterable<string>): Promise<number | undefined> {
  let last: string | undefined
  for await (const line of lines) last = line
  return last === undefined ? undefined : (JSON.parse(last) as { readonly exitCode: number }).exitCode
}

/** Ends with the connection, however that ends. */
async function* linesOf(socket: Socket): AsyncGenerator<string, undefined> {
  let rest = ''
  try {
    for await (const text of socket as AsyncIterable<string>) {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      yield* lines
    }
  } catch {
    // nobody listens there, or what listened has been killed
  }
  return undefined
}

const listening = (server: Server, path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(path, resolve)
  })

/** Also for one that has gone. */
const written = (socket: Socket, text: string): Promise<void> =>
  new Promise((resolve) => {
    socket.write(text, () => resolve())
  })
