// Asks a plugin: a POST of JSON over its socket (moby pkg/plugins/client.go).
import { readFileSync } from 'node:fs'
import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { connectionError } from '../registry/remote/go-errors.ts'
import type { Clock } from '../world/clock.ts'
import type { Logger } from '../world/logger.ts'
import type { PluginPlace } from './plugin-place.ts'

const ACCEPT = 'application/vnd.docker.plugins.v1.2+json'

/** The host that plugins behind a socket are told. */
const LOCAL = 'plugin.moby.localhost'

/** seconds after which nobody tries again */
const PATIENCE = 30

export interface PluginClientOptions {
  readonly clock: Clock
  readonly logger: Logger
}

/** The plugin answered with another status than 200; the message is what it said. */
export class PluginFailure extends Error {}

export class PluginClient {
  readonly #place: PluginPlace
  readonly #options: PluginClientOptions

  constructor(place: PluginPlace, options: PluginClientOptions) {
    this.#place = place
    this.#options = options
  }

  /**
   * What the plugin answers. While nobody listens there it tries again, after 1, 2, 4 and 8 seconds, then throws in Go's
   * words what is wrong with the connection.
   */
  async call(method: string, body: string): Promise<string> {
    const { clock, logger } = this.#options
    const begun = clock.now()
    for (let wait = 1; ; wait *= 2) {
      let reply: { readonly status: number; readonly text: string }
      try {
        reply = await this.#post(method, body)
      } catch (error) {
        const problem = `Post "${this.#url(method)}": ${connectionError(error).message}`
        if ((clock.now() - begun) / 1000 + wait >= PATIENCE) throw new Error(problem)
        const [, place] = this.#url(method).split('//')
        logger.log('warning', `Unable to connect to plugin: ${place}: ${problem}, retrying in ${wait}s`)
        await clock.sleep(wait * 1000)
        continue
      }
      if (reply.status !== 200) throw new PluginFailure(`${method}: ${errorIn(reply.text)}`)
      return reply.text
    }
  }

  #url(method: string): string {
    const { address } = this.#place
    const scheme = address.startsWith('https://') ? 'https' : 'http'
    const host = address.startsWith('unix://') ? LOCAL : address.replace(/^\w+:\/\//, '').replace(/\/.*$/s, '')
    return `${scheme}://${host}/${method}`
  }

  #post(method: string, body: string): Promise<{ readonly status: number; readonly text: string }> {
    const { address, tls } = this.#place
    const headers = {
      Accept: ACCEPT,
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'Go-http-client/1.1',
    }
    const socket = address.startsWith('unix://') && { socketPath: address.slice('unix://'.length) }
    return new Promise((resolve, reject) => {
      const url = new URL(this.#url(method))
      const done = (reply: IncomingMessage): void => {
        textOf(reply).then((text) => resolve({ status: reply.statusCode ?? 0, text }), reject)
      }
      const options = { method: 'POST', headers, agent: false, ...socket }
      const request =
        url.protocol === 'https:'
          ? https.request(url, { ...options, ...tlsOptions(tls) }, done)
          : http.request(url, options, done)
      request.on('error', reject)
      request.end(body)
    })
  }
}

async function textOf(reply: IncomingMessage): Promise<string> {
  let text = ''
  reply.setEncoding('utf8')
  for await (const piece of reply) text += piece
  return text
}

/** Plugins tell in `Err` what went wrong; what says nothing there is told as it is. */
function errorIn(text: string): string {
  try {
    const { Err } = JSON.parse(text) as { readonly Err?: unknown }
    return typeof Err === 'string' && Err !== '' ? Err : text
  } catch {
    return text
  }
}

/** Without the certificate of a CA the plugin is believed (moby pkg/plugins/discovery.go: readPluginJSONInfo). */
function tlsOptions(tls: PluginPlace['tls']): https.RequestOptions {
  const { CAFile, CertFile, KeyFile, InsecureSkipVerify } = tls ?? {}
  return {
    rejectUnauthorized: CAFile !== undefined && !InsecureSkipVerify,
    ...(CAFile && { ca: readFileSync(CAFile) }),
    ...(CertFile && { cert: readFileSync(CertFile) }),
    ...(KeyFile && { key: readFileSync(KeyFile) }),
  }
}
