// TCP connections: two sockets with a pipe in each direction.
import { FileError } from '../../storage/file-error.ts'
import type { Inode } from '../../storage/tree.ts'
import { type Caller, loneInode, OpenFile } from '../open-file.ts'
import { Pipe, PipeReader, PipeWriter } from '../pipe.ts'
import { countClosing, countData, turned, type Wire } from './traffic.ts'

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
  /** undefined for what goes over no interface: a Unix socket */
  private readonly wire: Wire | undefined
  private readonly node: Inode = loneInode('socket', 0o777)
  private sends = true

  constructor(
    incoming: Pipe,
    outgoing: Pipe,
    { local, remote }: SocketNames,
    wire: Wire | undefined,
    onClose: () => void,
  ) {
    super()
    this.wire = wire
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
    const written = this.outgoing.write(caller, bytes)
    if (this.wire) countData(this.wire, bytes.length)
    return written
  }

  override unread(bytes: Uint8Array): void {
    this.incoming.unread(bytes)
  }

  /** Says that nothing more will be sent; the other end reads to its end. */
  shutdown(): void {
    if (!this.sends) return
    this.sends = false
    this.outgoing.close()
    if (this.wire) countClosing(this.wire)
  }

  /** As /proc/net/tcp numbers it: 01 established, 05 while only it has said its last, 08 while only the other end has. */
  get state(): '01' | '05' | '08' {
    if (!this.sends) return '05'
    return this.incoming.pipe.writers === 0 ? '08' : '01'
  }

  /** Bytes that came and that nobody has read yet. */
  get unreadBytes(): number {
    return this.incoming.pipe.size
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
  wire?: Wire,
  onServerClose: () => void = () => {},
): readonly [client: Socket, server: Socket] {
  const there = new Pipe()
  const back = new Pipe()
  return [
    new Socket(back, there, client, wire, onClose),
    new Socket(there, back, server, wire && turned(wire), onServerClose),
  ]
}
