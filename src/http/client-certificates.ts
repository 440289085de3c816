// Who a client is over TLS.
import type { Duplex } from 'node:stream'
import type { TLSSocket } from 'node:tls'
import type { ClientCertificate } from '../api/call.ts'

/** What the client sent, its own certificate first. Nothing without TLS, and of clients that have none. */
export function certificatesOf(socket: Duplex): readonly ClientCertificate[] {
  const list: ClientCertificate[] = []
  let certificate = (socket as Partial<TLSSocket>).getPeerX509Certificate?.()
  // one that has signed itself is its own issuer
  const shown = new Set<string>()
  while (certificate && !shown.has(certificate.fingerprint256)) {
    shown.add(certificate.fingerprint256)
    const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='))
    list.push({ commonName: names.at(-1)?.slice('CN='.length) ?? '', pem: certificate.toString() })
    certificate = certificate.issuerCertificate
  }
  return list
}
