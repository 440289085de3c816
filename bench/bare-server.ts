// What everything is compared with: node:http and nothing else, giving the bytes it was told to give.
import http from 'node:http'

export interface BareAnswer {
  readonly status: number
  readonly head: readonly string[]
  readonly body: string
}

export interface BareOrder {
  readonly path: string
  /** By method and URL, with a space between: what to answer. */
  readonly answers: Readonly<Record<string, BareAnswer>>
}

process.on('message', ({ path, answers }: BareOrder) => {
  const server = http.createServer((request, response) => {
    const { status, head, body } = answers[`${request.method} ${request.url}`]!
    response.removeHeader('Connection')
    response.sendDate = false
    response.writeHead(status, head as string[])
    response.end(body)
  })
  server.keepAliveTimeout = 0
  server.listen(path, () => process.send?.('ready'))
})
