// What everything is compared with: node:http and nothing else, giving the bytes it was told to give.
import http from 'node:http'

export interface BareOrder {
  readonly path: string
  /** By URL: what to answer. */
  readonly answers: Readonly<Record<string, { readonly head: readonly string[]; readonly body: string }>>
}

process.on('message', ({ path, answers }: BareOrder) => {
  const server = http.createServer((request, response) => {
    const { head, body } = answers[request.url ?? '']!
    response.removeHeader('Connection')
    response.sendDate = false
    response.writeHead(200, head as string[])
    response.end(body)
  })
  server.keepAliveTimeout = 0
  server.listen(path, () => process.send?.('ready'))
})
