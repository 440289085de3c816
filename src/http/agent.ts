// Clients in this process: an http.Agent whose connections never leave it.
import http from 'node:http'
import type { Duplex } from 'node:stream'
import { duplexPair } from './pair.ts'

/** For `http.request({ agent })`, dockerode and all that take an agent; the host name that they are given is ignored. */
export function createAgent(accept: (stream: Duplex) => void): http.Agent {
  const agent = new http.Agent()
  return Object.assign(agent, {
    createConnection(): Duplex {
      const [client, daemon] = duplexPair()
      accept(daemon)
      return client
    },
  })
}
