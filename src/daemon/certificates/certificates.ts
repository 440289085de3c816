// The certificates that dockerd and its clients need for TLS: one CA, and one certificate for each side.
import { isIP } from 'node:net'
import { hostNow } from '../../world/real-clock.ts'
import { makeKey, signCertificate } from './signed-certificate.ts'

export interface CertificateOptions {
  /** What clients may call the daemon beside `localhost`, 127.0.0.1 and ::1: names and addresses. */
  readonly hosts?: readonly string[] | undefined
  /** How long they are valid: 365 unless told. With 0 or less they have expired. */
  readonly days?: number | undefined
  /** The name in the certificate of the client: `client` unless told. */
  readonly client?: string | undefined
}

/** The names that Docker's tools look for; cert.pem and key.pem are the client's. */
export const certificateFiles = [
  'ca.pem',
  'ca-key.pem',
  'server-cert.pem',
  'server-key.pem',
  'cert.pem',
  'key.pem',
] as const

/** Texts in PEM, by the names of their files. */
export type Certificates = Readonly<Record<(typeof certificateFiles)[number], string>>

const DAY = 86_400_000

/**
 * Makes a CA and what it signs, anew each time. Rejects with a sentence for a host that is neither a name nor an address.
 *
 * @example
 * const files = await makeCertificates({ hosts: ['docker.test'] })
 * const tls = { ca: files['ca.pem'], cert: files['server-cert.pem'], key: files['server-key.pem'] }
 * await using daemon = await startDaemon({ hosts: ['tcp://127.0.0.1:0'], tls })
 */
export async function makeCertificates(options: CertificateOptions = {}): Promise<Certificates> {
  const { days = 365, client = 'client' } = options
  const hosts = [...new Set([...(options.hosts ?? []), 'localhost', '127.0.0.1', '::1'])]
  const strange = hosts.find((host) => !isHost(host))
  if (strange !== undefined) throw new Error(`${JSON.stringify(strange)} is neither the name of a host nor an address`)
  const now = hostNow()
  const notAfter = now + days * DAY
  // clocks of other machines may be late
  const validity = { notBefore: Math.min(now, notAfter) - DAY, notAfter }
  const [caKey, serverKey, clientKey] = await Promise.all([makeKey(), makeKey(), makeKey()])
  const ca = await signCertificate({ name: 'mockerd CA', purpose: 'ca', ...validity }, caKey)
  const server = await signCertificate({ name: hosts[0]!, purpose: 'server', hosts, ...validity }, serverKey, ca)
  const own = await signCertificate({ name: client, purpose: 'client', ...validity }, clientKey, ca)
  return {
    'ca.pem': ca.cert,
    'ca-key.pem': ca.key,
    'server-cert.pem': server.cert,
    'server-key.pem': server.key,
    'cert.pem': own.cert,
    'key.pem': own.key,
  }
}

const isHost = (host: string): boolean =>
  isIP(host) > 0 || /^(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i.test(host)
