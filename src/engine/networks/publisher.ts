// Real ports behind published ones, as whoever puts an engine together may provide them.
import type { Socket } from '../../runtime/network/socket.ts'

/** A real port that is open. */
export interface OpenPort {
  /** Ends it with all its connections. */
  close(): void
}

export interface Publisher {
  /**
   * Opens a TCP port and hands on what connects to it: `connect` makes the connection inside, or throws a FileError.
   * Resolves to the system's reason when it cannot be had: `address already in use`.
   */
  open(port: number, connect: () => Socket): Promise<OpenPort | string>
}
