// What archives are compared with: node:http and streams that pipe requests into a file and files into replies.
import { createReadStream, createWriteStream } from 'node:fs'
import http from 'node:http'
import { pipeline } from 'node:stream'

export interface TarOrder {
  /** the socket */
  readonly path: string
  /** where bodies of requests go */
  readonly sink: string
  /** By URL: the file whose bytes are the reply. */
  readonly files: Readonly<Record<string, string>>
}

process.on('message', ({ path, sink, files }: TarOrder) => {
  const server = http.createServer((request, response) => {
    const file = request.method === 'GET' ? files[request.url!] : undefined
    if (file !== undefined) pipeline(createReadStream(file), response, () => {})
    else pipeline(request, createWriteStream(sink), () => response.end())
  })
  server.requestTimeout = 0
  server.listen(path, () => process.send?.('ready'))
})
