// Where a daemon listens, as node:http wants to be told.
import type { RequestOptions } from 'node:http'

/** Of an address as in DOCKER_HOST: `unix:///path`, `/path`, `tcp://host:port`, `http://host:port`, `host:port`. */
export function targetOf(address: string): RequestOptions {
  if (!address) throw new Error('there is no address of a daemon: DOCKER_HOST or another one, as unix:///path')
  if (address.startsWith('unix://')) return { socketPath: address.slice('unix://'.length) }
  if (address.startsWith('/')) return { socketPath: address }
  const { hostname, port } = new URL(address.replace(/^(tcp:\/\/|http:\/\/)?/, 'http://'))
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 2375) }
}
