// The sites that nginx serves now: its listeners, and the log of what was asked of them.
import { serveHttp } from '../../../runtime/network/http-server.ts'
import type { Listener } from '../../../runtime/network/namespace.ts'
import type { Process } from '../../../runtime/process.ts'
import { FileError } from '../../../storage/file-error.ts'
import { answerRequest } from './answer.ts'
import type { Directive } from './config.ts'
import { type Exchange, logEntry } from './exchange.ts'
import { portsOf, type Site, sitesOf } from './sites.ts'

export class ServedSites {
  readonly #process: Process
  readonly #version: string
  readonly #listeners = new Map<number, Listener>()
  #sites: readonly Site[] = []

  constructor(process: Process, version: string) {
    this.#process = process
    this.#version = version
  }

  /**
   * Takes a configuration in the place of the last one. Returns nginx's words for a port that it cannot have; the last
   * configuration holds on then.
   */
  serve(config: readonly Directive[]): string | undefined {
    const sites = sitesOf(config)
    const before = [...this.#listeners.keys()]
    const wanted = portsOf(sites)
    for (const port of wanted) {
      if (this.#listeners.has(port)) continue
      try {
        this.#listen(port)
      } catch (error) {
        if (!(error instanceof FileError)) throw error
        this.#keepOnly(before)
        return `bind() to 0.0.0.0:${port} failed (98: Address already in use)`
      }
    }
    this.#sites = sites
    this.#keepOnly(wanted)
    return undefined
  }

  #keepOnly(ports: readonly number[]): void {
    for (const [port, listener] of this.#listeners) {
      if (ports.includes(port)) continue
      listener.close()
      this.#listeners.delete(port)
    }
  }

  #listen(port: number): void {
    const listener = this.#process.listen(port)
    this.#listeners.set(port, listener)
    void serveHttp(this.#process, listener, async (request, response, names) => {
      const exchange = await answerRequest(this.#process, this.#version, this.#sites, request, response, names)
      if (exchange) await this.#log(exchange)
      else response.destroy()
    })
  }

  async #log(exchange: Exchange): Promise<void> {
    const entry = logEntry(exchange)
    if (!entry) return
    const log = this.#process.open(entry.path, { write: true, append: true, create: true })
    try {
      await this.#process.write(log, entry.line)
    } finally {
      this.#process.close(log)
    }
  }
}
