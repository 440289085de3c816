// Connections to a daemon that is there already, for the commands that ask one.
import { readFile } from 'node:fs/promises'
import net, { type Socket } from 'node:net'
import { join } from 'node:path'
import tls from 'node:tls'

export interface DaemonAddress {
  /** Opens a connection, which may be half open. */
  connect(): Socket
  /** What the socket emits when it is usable. */
  readonly connected: 'connect' | 'secureConnect'
}

/**
 * `unix:///path`, `tcp://host:port`; with TLS if there is a directory with ca.pem, cert.pem and key.pem, as the docker
 * command has one. Rejects with a sentence for an address that is none, or certificates that cannot be read.
 */
export async function daemonAddress(address: string, certificates: string | undefined): Promise<DaemonAddress> {
  const [, scheme, place = ''] = /^(unix|tcp):\/\/(.+)$/.exec(address) ?? []
  if (scheme === 'unix') {
    return { connect: () => net.connect({ path: place, allowHalfOpen: true }), connected: 'connect' }
  }
  const [, host = '', port] = /^(\[[^\]]+\]|[^:]+)(?::(\d+))?\/?$/.exec(place) ?? []
  if (scheme !== 'tcp' || host === '')
    throw new Error(`${address} is no address: expected unix:///path or tcp://host:port`)
  const bare = host.replace(/^\[|\]$/g, '')
  if (certificates === undefined) {
    const where = { host: bare, port: Number(port ?? 2375), allowHalfOpen: true, noDelay: true }
    return { connect: () => net.connect(where), connected: 'connect' }
  }
  const [ca, cert, key] = await Promise.all(
    ['ca', 'cert', 'key'].map((name) => readFile(join(certificates, `${name}.pem`))),
  )
  const where = { host: bare, port: Number(port ?? 2376), ca, cert, key, allowHalfOpen: true }
  return { connect: () => tls.connect(where), connected: 'secureConnect' }
}
