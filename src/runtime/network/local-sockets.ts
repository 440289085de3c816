// Unix sockets: who listens at which path of a machine.
import { FileError } from '../../storage/file-error.ts'
import type { Files } from '../process.ts'
import { Listener } from './namespace.ts'
import { type Socket, socketPair } from './socket.ts'

/** Paths without symlinks and who listens there. Most machines have none. */
export class LocalSockets {
  private listeners: Map<string, Listener> | undefined

  find(path: string): Listener | undefined {
    return this.listeners?.get(path)
  }

  paths(): Iterable<string> {
    return this.listeners?.keys() ?? []
  }

  add(path: string): Listener {
    const listener = new Listener(path, 0, () => this.listeners?.delete(path))
    this.listeners = (this.listeners ?? new Map()).set(path, listener)
    return listener
  }

  /** Lets somebody outside of the machine take the connections to a path. */
  serve(path: string, accept: (socket: Socket) => void): void {
    const listener = this.add(path)
    const take = (): void => {
      for (const socket of listener.waiting.splice(0)) accept(socket)
      if (!listener.closed) listener.changed.add(take)
    }
    take()
  }
}

/** Makes the path and listens there. Throws EADDRINUSE if it is there already, as bind(2) does. */
export function listenAt(sockets: LocalSockets, files: Files & { socket(path: string): void }, path: string): Listener {
  try {
    files.socket(path)
  } catch (error) {
    throw error instanceof FileError && error.code === 'EEXIST' ? new FileError('EADDRINUSE', path) : error
  }
  return sockets.add(files.realpath(path))
}

/** Throws ENOENT without such a path, EACCES if it may not be written, ECONNREFUSED when nobody listens. */
export function connectTo(sockets: LocalSockets, files: Files, path: string): Socket {
  const listener = sockets.find(files.realpath(path))
  if (!files.access(path, 2)) throw new FileError('EACCES', path)
  if (!listener) throw new FileError('ECONNREFUSED', path)
  const names = { local: { address: '', port: 0 }, remote: { address: path, port: 0 } }
  const [client, server] = socketPair(names, { local: names.remote, remote: names.local }, () => {})
  listener.waiting.push(server)
  listener.changed.wakeAll()
  return client
}
