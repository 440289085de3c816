// TLS on tcp://, as dockerd has it: a server certificate, and certificates of clients that one CA has signed.
import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pathError } from '../codec/path-error.ts'
import { blocksIn, certificatesIn, privateKeyIn } from './pem.ts'

/** What `--tls`, `--tlsverify`, `--tlscacert`, `--tlscert` and `--tlskey` say. Texts in PEM, or paths of files. */
export interface TlsOptions {
  /** The certificate of the daemon, those of intermediate CAs behind it. */
  readonly cert: string
  /** Its private key, without a passphrase. */
  readonly key: string
  /** Who has signed the certificates of clients; the CAs of the system if left out. */
  readonly ca?: string | undefined
  /** Whether clients must have a certificate: `--tlsverify`, the default; false as `--tls --tlsverify=false`. */
  readonly verify?: boolean | undefined
}

/** What was read, and fits together. */
export interface Credentials {
  /** The daemon's own certificate comes first. */
  readonly certificates: readonly string[]
  readonly key: string
  /** whose signature clients need; undefined where they need none */
  readonly clientAuthorities: string | 'system' | undefined
}

/**
 * Reads what the options name. Rejects with dockerd's words for what is missing, cannot be read or does not fit
 * (docker/go-connections tlsconfig: Server, certPool).
 */
export async function readCredentials({ cert, key, ca, verify = true }: TlsOptions): Promise<Credentials> {
  const pair = `(cert: ${JSON.stringify(nameOf(cert))}, key: ${JSON.stringify(nameOf(key))})`
  const [certText, keyText] = [await textOf(cert), await textOf(key)].map((read) => {
    if (typeof read === 'string') return read
    if (read.isMissing) throw invalid(`could not load X509 key pair ${pair}: ${read.reason}`)
    throw invalid(`${UNREADABLE} ${pair}: ${read.reason}`)
  }) as [string, string]
  let certificates: string[]
  try {
    certificates = certificatesIn(certText)
    const fits = new X509Certificate(certificates[0]!).checkPrivateKey(privateKeyIn(keyText))
    if (!fits) throw new Error('tls: private key does not match public key')
  } catch (error) {
    throw invalid(`${UNREADABLE} ${pair}: ${(error as Error).message}`)
  }
  const clientAuthorities = verify ? (ca ? await authoritiesIn(ca) : 'system') : undefined
  return { certificates, key: keyText, clientAuthorities }
}

const UNREADABLE = 'error reading X509 key pair - make sure the key is not encrypted'

const invalid = (reason: string): Error => new Error(`invalid TLS configuration: ${reason}`)

interface Unread {
  readonly reason: string
  readonly isMissing: boolean
}

const isText = (textOrPath: string): boolean => textOrPath.includes('\n')

const nameOf = (textOrPath: string): string => (isText(textOrPath) ? 'PEM' : textOrPath)

async function textOf(textOrPath: string): Promise<string | Unread> {
  if (isText(textOrPath)) return textOrPath
  try {
    return await readFile(textOrPath, 'latin1')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { reason: pathError(textOrPath, error), isMissing: code === 'ENOENT' }
  }
}

async function authoritiesIn(ca: string): Promise<string> {
  const read = await textOf(ca)
  const name = JSON.stringify(nameOf(ca))
  if (typeof read !== 'string') throw invalid(`could not read CA certificate ${name}: ${read.reason}`)
  const found = blocksIn(read).filter(({ label, text }) => label === 'CERTIFICATE' && isCertificate(text))
  if (found.length === 0) throw invalid(`failed to append certificates from PEM file: ${name}`)
  return found.map(({ text }) => text).join('\n')
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0
  } catch {
    return false
  }
}
