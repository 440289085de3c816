// A client that says exactly the bytes it is told and collects the answer.
import net from 'node:net'
import type { Duplex } from 'node:stream'

export class RawClient {
  readonly socket: Duplex
  text = ''
  ended = false
  #changed: () => void = () => {}

  constructor(socket: Duplex) {
    this.socket = socket
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      this.text += text
      this.#changed()
    })
    const end = (): void => {
      this.ended = true
      this.#changed()
    }
    socket.on('end', end).on('close', end).on('error', end)
  }

  /** Waits until what has come satisfies the test; gives the text. Fails if the daemon ends the connection before. */
  async until(enough: RegExp): Promise<string> {
    while (!enough.test(this.text)) {
      if (this.ended) throw new Error(`ended without ${enough}: ${this.text}`)
      await new Promise<void>((resolve) => (this.#changed = resolve))
    }
    return this.text
  }

  /** Everything up to the daemon's end of the connection. */
  async all(): Promise<string> {
    while (!this.ended) await new Promise<void>((resolve) => (this.#changed = resolve))
    return this.text
  }

  say(text: string | Uint8Array): this {
    this.socket.write(text)
    return this
  }

  /** Closes the client's own side. */
  hangUp(): this {
    this.socket.end()
    return this
  }
}

export const connect = (path: string): RawClient => new RawClient(net.connect({ path, allowHalfOpen: true }))

export const connectTcp = (port: number): RawClient =>
  new RawClient(net.connect({ host: '127.0.0.1', port, allowHalfOpen: true }))

/** One request and the whole answer; the daemon is asked to close. */
export const ask = (path: string, line: string, more = ''): Promise<string> =>
  connect(path).say(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${more}\r\n`).all()
