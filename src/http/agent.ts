// Clients in this process: an http.Agent whose connections never leave it.
import http from 'node:http'
import { type Duplex, duplexPair } from 'node:stream'

/** For `http.request({ agent })`, dockerode and all that take an agent; the host name that they are given is ignored. */
export function createAgent(accept: (stream: Duplex) => void): http.Agent {
  const agent = new http.Agent()
  return Object.assign(agent, {
    createConnection(): Duplex {
      const [client, daemon] = duplexPair()
      // A pair does not tell one end that the other was destroyed.
      client.once('close', () => daemon.destroy())
      daemon.once('close', () => client.destroy())
      accept(daemon)
      return client
    },
  })
}
