// Who is connected to a server of its own beside the daemon's: node counts only those of a server that listens itself, and
// they would keep the process from its end.
import type { Socket } from 'node:net'

export class Guests {
  readonly #connected = new Set<Socket>()

  /** Serves a client and remembers it for as long as it is connected. */
  welcome(serve: (client: Socket) => void): (client: Socket) => void {
    return (client) => {
      this.#connected.add(client)
      client.on('close', () => this.#connected.delete(client))
      serve(client)
    }
  }

  /** Cuts their connections, whatever is under way; resolves when all have heard of it. */
  async seeOff(): Promise<void> {
    await Promise.all(
      Array.from(this.#connected, (client) => {
        return new Promise((resolve) => client.once('close', resolve).destroy())
      }),
    )
  }
}
