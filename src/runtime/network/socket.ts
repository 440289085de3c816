// TCP connections: two sockets with a pipe in each direction.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import { type Caller, loneInode, OpenFile } from '../open-file.ts'
import { Pipe, PipeReader, PipeWriter } from '../pipe.ts'

/** One end of a connection, as an address and a port. */
export interface SocketAddress {
  readonly address: string
  readonly port: number
}

/** Both ends of a connection as one of them names them. */
export interface SocketNames {
  readonly local: SocketAddress
  readonly remote: SocketAddress
}

export class Socket extends OpenFile {
  readonly path: string
  readonly local: SocketAddress
  readonly remote: SocketAddress
  private readonly incoming: PipeReader
  private readonly outgoing: PipeWriter
  private readonly onClose: () => void
  private readonly node: Inode = loneInode('socket', 0o777)
  private sends = true

  constructor(incoming: Pipe, outgoing: Pipe, { local, remote }: SocketNames, onClose: () => void) {
    super()
    this.incoming = new PipeReader(incoming)
    this.outgoing = new PipeWriter(outgoing)
    this.local = local
    this.remote = remote
    this.onClose = onClose
    this.path = `socket:[${this.node.ino}]`
  }

  override read(caller: Caller, max: number): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    return this.incoming.read(caller, max)
  }

  override write(caller: Caller, bytes: Uint8Array): Promise<void> | undefined {
    if (!this.sends) throw new FileError('EPIPE')
    return this.outgoing.write(caller, bytes)
  }

  override unread(bytes: Uint8Array): void {
    this.incoming.unread(bytes)
  }

  /** Says that nothing more will be sent; the other end reads to its end. */
  shutdown(): void {
    if (!this.sends) return
    this.sends = false
    this.outgoing.close()
  }

  override inode(): Inode {
    return this.node
  }

  protected override closed(): void {
    this.shutdown()
    this.incoming.close()
    this.onClose()
  }
}

/** A connection: the end of who asked for it, and the end of who listened. */
export function socketPair(
  client: SocketNames,
  server: SocketNames,
  onClose: () => void,
): readonly [client: Socket, server: Socket] {
  const there = new Pipe()
  const back = new Pipe()
  return [new Socket(back, there, client, onClose), new Socket(there, back, server, () => {})]
}
