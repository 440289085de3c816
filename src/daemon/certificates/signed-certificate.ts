// One X.509 certificate with its key: what openssl req and openssl x509 make.
import { createHash, createPublicKey, generateKeyPair } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { hostDate } from '../../world/real-clock.ts'

/** Texts in PEM. */
export interface KeyPair {
  readonly cert: string
  readonly key: string
}

/** What a certificate is for. */
export type Purpose = 'ca' | 'server' | 'client'

export interface CertificateRequest {
  /** its common name */
  readonly name: string
  readonly purpose: Purpose
  /** names and addresses of a server */
  readonly hosts?: readonly string[]
  /** ms since 1970 */
  readonly notBefore: number
  readonly notAfter: number
}

const generate = promisify(generateKeyPair)

/** A key for RSA of 2048 bits, in PKCS #8; tools of ten years ago take it. */
export async function makeKey(): Promise<string> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Signed by `issuer`; by itself if there is none. */
export async function signCertificate(
  { name, purpose, hosts = [], notBefore, notAfter }: CertificateRequest,
  key: string,
  issuer?: KeyPair,
): Promise<KeyPair> {
  const { md, pki: x509 } = (await import('node-forge')).default
  const certificate = x509.createCertificate()
  const publicKey = createPublicKey(key)
  certificate.publicKey = x509.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }).toString())
  certificate.serialNumber = serialOf(publicKey.export({ type: 'spki', format: 'der' }))
  certificate.validity.notBefore = hostDate(notBefore)
  certificate.validity.notAfter = hostDate(notAfter)
  certificate.setSubject([{ name: 'commonName', value: name }])
  const authority = issuer ? x509.certificateFromPem(issuer.cert) : certificate
  certificate.setIssuer(authority.subject.attributes)
  const authorityKey = authority.generateSubjectKeyIdentifier().getBytes()
  certificate.setExtensions([
    ...extensions[purpose],
    ...(hosts.length > 0 ? [{ name: 'subjectAltName', altNames: hosts.map(altName) }] : []),
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: authorityKey },
  ])
  certificate.sign(x509.privateKeyFromPem(issuer?.key ?? key), md.sha256.create())
  return { cert: x509.certificateToPem(certificate).replaceAll('\r', ''), key }
}

/** As the walk-through of Docker has them, and what strict clients (Python 3.13) want beside. */
const extensions: Readonly<Record<Purpose, readonly object[]>> = {
  ca: [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ],
  server: [
    { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
  ],
  client: [
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', clientAuth: true },
  ],
}

const altName = (host: string): object => (isIP(host) ? { type: 7, ip: host } : { type: 2, value: host })

/** No two keys have the same; a positive number of at most 20 bytes (RFC 5280, 4.1.2.2). */
const serialOf = (publicKey: Buffer): string => `4${createHash('sha256').update(publicKey).digest('hex').slice(0, 31)}`
