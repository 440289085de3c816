// TLS for a daemon of this process: certificates, and a directory with those of its clients.
import type { TlsOptions } from '../../http/tls.ts'
import { privateDirectory } from '../private-directory.ts'
import { type Certificates, makeCertificates } from './certificates.ts'
import { writeCertificates } from './write-certificates.ts'

export interface PrivateCertificates {
  readonly files: Certificates
  readonly tls: TlsOptions
  /** For DOCKER_CERT_PATH. */
  readonly directory: string
  /** Takes the directory away. */
  remove(): Promise<void>
}

/** To make keys takes a moment: the daemons of a process have the same. */
let made: Promise<Certificates> | undefined

export async function privateCertificates(): Promise<PrivateCertificates> {
  made ??= makeCertificates()
  const files = await made
  const { path: directory, remove } = await privateDirectory('mockerd-tls-')
  await writeCertificates(directory, {
    'ca.pem': files['ca.pem'],
    'cert.pem': files['cert.pem'],
    'key.pem': files['key.pem'],
  })
  return {
    files,
    tls: { ca: files['ca.pem'], cert: files['server-cert.pem'], key: files['server-key.pem'] },
    directory,
    remove,
  }
}
