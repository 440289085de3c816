// Keeps the first output of a hijacked connection behind its head.
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { hostTimer } from '../world/real-clock.ts'
import { nextTurn } from '../world/turns.ts'

/** ms of the host; dockerd needs longer than this to start a process or to open a log. */
const APART = 10

/**
 * Holds back what is written from now on for a moment, so that a client that waits for the head gets nothing else with
 * its read. Some clients read the head through a buffer and all that follows around it, and lose what came with the head
 * (Python's docker: APIClient._get_raw_response_socket). Resolves when what was held back is on its way, which must be
 * awaited before the connection is ended. Connections that stay in this process need none of it.
 */
export function holdBehindHead(socket: Duplex): Promise<void> {
  if (!(socket instanceof Socket)) return Promise.resolve()
  socket.cork()
  return new Promise((resolve) => {
    const release = (): void => {
      socket.uncork()
      resolve()
    }
    // not before the loop has looked at its sockets: the client may live in this process
    hostTimer(APART, () => void nextTurn().then(release))
  })
}
