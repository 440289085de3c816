// Who a client is over TLS.

import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { ClientCertificate } from '../api/call.ts'

/** Nothing without TLS, and of clients without a certificate. Only the client's own: node does not tell what it sent along. */
export function certificatesOf(socket: Duplex): readonly ClientCertificate[] {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  if (!certificate) return []
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='))
  return [{ commonName: names.at(-1)?.slice('CN='.length) ?? '', pem: certificate.toString() }]
}
