// Certificates of all kinds, good and bad, as files for clients.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type CertificateRequest,
  type KeyPair,
  makeKey,
  type Purpose,
  signCertificate,
} from '../../src/daemon/certificates/signed-certificate.ts'

const DAY = 86_400_000

export type Role =
  | 'server'
  | 'server with another name'
  | 'expired server'
  | 'client'
  | 'client of another CA'
  | 'client of a CA of the same name'
  | 'self-signed client'
  | 'expired client'
  | 'client of next year'

export interface TestCertificates {
  readonly ca: string
  readonly otherCa: string
  readonly roles: Readonly<Record<Role, KeyPair>>
  /** A directory as DOCKER_CERT_PATH wants it; without the certificate of a client if there is none. */
  certPath(ca: string, client?: KeyPair): string
  remove(): void
}

export async function testCertificates(): Promise<TestCertificates> {
  const now = Date.now()
  const keys = await Promise.all([makeKey(), makeKey(), makeKey()])
  const [key, caKey, otherKey] = keys as [string, string, string]
  const sign = (name: string, purpose: Purpose, by: KeyPair | undefined, more: Partial<CertificateRequest> = {}) =>
    signCertificate({ name, purpose, notBefore: now - DAY, notAfter: now + DAY, ...more }, by ? key : caKey, by)
  const past = { notBefore: now - 3 * DAY, notAfter: now - 2 * DAY }
  const future = { notBefore: now + 365 * DAY, notAfter: now + 366 * DAY }
  const hosts = ['localhost', '127.0.0.1', '::1']

  const ca = await sign('ca', 'ca', undefined)
  const validity = { notBefore: now - DAY, notAfter: now + DAY }
  const otherCa = await signCertificate({ name: 'other ca', purpose: 'ca', ...validity }, otherKey)
  const falseCa = await signCertificate({ name: 'ca', purpose: 'ca', ...validity }, otherKey)
  const selfSigned = await signCertificate({ name: 'client', purpose: 'client', ...validity }, key)
  const directory = mkdtempSync(join(tmpdir(), 'mockerd-tls-test-'))
  let count = 0
  return {
    ca: ca.cert,
    otherCa: otherCa.cert,
    roles: {
      server: await sign('localhost', 'server', ca, { hosts }),
      'server with another name': await sign('docker.test', 'server', ca, { hosts: ['docker.test'] }),
      'expired server': await sign('localhost', 'server', ca, { hosts, ...past }),
      client: await sign('client', 'client', ca),
      'client of another CA': await sign('client', 'client', otherCa),
      'client of a CA of the same name': await sign('client', 'client', falseCa),
      'self-signed client': selfSigned,
      'expired client': await sign('client', 'client', ca, past),
      'client of next year': await sign('client', 'client', ca, future),
    },
    certPath(ca, client) {
      const path = join(directory, String(count++))
      mkdirSync(path)
      writeFileSync(join(path, 'ca.pem'), ca)
      if (client) {
        writeFileSync(join(path, 'cert.pem'), client.cert)
        writeFileSync(join(path, 'key.pem'), client.key)
      }
      return path
    },
    remove: () => rmSync(directory, { recursive: true }),
  }
}
