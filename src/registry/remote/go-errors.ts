// What went wrong with a connection, in the words of Go's net, net/http and crypto/tls.
import { RegistryError } from '../registry-error.ts'

interface NodeError extends Error {
  readonly code?: string
  readonly syscall?: string
  readonly address?: string
  readonly port?: number
  readonly hostname?: string
  /** of an AggregateError: one for each address that was tried */
  readonly errors?: readonly NodeError[]
}

const dialReasons: Readonly<Record<string, string>> = {
  EACCES: 'connect: permission denied',
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  EADDRNOTAVAIL: 'connect: cannot assign requested address',
  ENOENT: 'connect: no such file or directory',
  ETIMEDOUT: 'i/o timeout',
}

const unknownAuthority = 'tls: failed to verify certificate: x509: certificate signed by unknown authority'

const reasons: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_HAS_EXPIRED: 'tls: failed to verify certificate: x509: certificate has expired or is not yet valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls: failed to verify certificate: x509: certificate is not valid for this name',
  EPIPE: 'write: broken pipe',
}

/** Of a request that got no reply. */
export function connectionError(error: unknown): RegistryError {
  const all = (error as NodeError).errors
  // localhost has two addresses; dockerd tells of the one that everybody has
  const one = all?.find(({ address }) => !address?.includes(':')) ?? all?.[0] ?? (error as NodeError)
  return new RegistryError('BROKEN', wordsOf(one))
}

function wordsOf(error: NodeError): string {
  const { code = '', address, port, hostname } = error
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname}: no such host`
  const dial = error.syscall === 'connect' ? dialReasons[code] : undefined
  if (dial !== undefined && port === undefined) return `dial unix ${address}: ${dial}`
  if (dial !== undefined) return `dial tcp ${address?.includes(':') ? `[${address}]` : address}:${port}: ${dial}`
  if (code === 'ECONNRESET') {
    return error.syscall === 'read' && !/hang up/.test(error.message) ? 'read: connection reset by peer' : 'EOF'
  }
  if (code.startsWith('HPE_')) return 'net/http: HTTP/1.x transport connection broken: malformed HTTP response'
  if (/wrong.version.number|packet.length.too.long/i.test(error.message)) {
    return 'http: server gave HTTP response to HTTPS client'
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'remote error: tls: handshake failure'
  return reasons[code] ?? error.message
}

/** Of a reply that stopped in the middle. */
export const bodyError = (): RegistryError => new RegistryError('BROKEN', 'unexpected EOF')
