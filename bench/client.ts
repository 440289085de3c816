// A plain client: one kept connection, one request after the other.
import http from 'node:http'

export interface Answer {
  readonly status: number
  /** Name, value, name, value … as they came. */
  readonly head: readonly string[]
  readonly body: string
}

export interface BenchClient extends Disposable {
  /** Sends a JSON body if there is one. Throws when the status is not below 400. */
  call(method: string, url: string, body?: object): Promise<Answer>
}

export function connect(socketPath: string): BenchClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  return {
    call(method, url, body) {
      const text = body && JSON.stringify(body)
      const headers = text ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } : {}
      return new Promise((resolve, reject) => {
        const request = http.request({ socketPath, agent, method, path: url, headers }, (response) => {
          let answer = ''
          response.setEncoding('utf8').on('data', (piece) => (answer += piece))
          response.on('end', () => {
            const status = response.statusCode!
            if (status < 400) resolve({ status, head: response.rawHeaders, body: answer })
            else reject(new Error(`${method} ${url}: ${status} ${answer}`))
          })
        })
        request.on('error', reject)
        request.end(text)
      })
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}
