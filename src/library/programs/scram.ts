// SCRAM-SHA-256 as PostgreSQL does it (RFC 5802, RFC 7677): the server's side.
import { Buffer } from 'node:buffer'
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { Process } from '../../runtime/process.ts'

/** What a server keeps of a password; byte strings in base64. */
export interface Secret {
  readonly salt: string
  readonly iterations: number
  readonly storedKey: string
  readonly serverKey: string
}

const ITERATIONS = 4096

const hmac = (key: Uint8Array, text: string): Buffer => createHmac('sha256', key).update(text).digest()

export function randomBytes(process: Process, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(process.random() * 256)))
}

export function secretOf(process: Process, password: string): Secret {
  return derive(password, randomBytes(process, 16).toString('base64'), ITERATIONS)
}

function derive(password: string, salt: string, iterations: number): Secret {
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, 32, 'sha256')
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  return { salt, iterations, storedKey, serverKey: hmac(salted, 'Server Key').toString('base64') }
}

/** Whether a password that was sent as it is belongs to a secret. */
export function isPassword(secret: Secret, password: string): boolean {
  return derive(password, secret.salt, secret.iterations).storedKey === secret.storedKey
}

/** An exchange with one client. */
export class ScramExchange {
  readonly #secret: Secret
  readonly #bare: string
  readonly #binding: string
  readonly #nonce: string
  /** The server's first message. */
  readonly challenge: string

  private constructor(secret: Secret, header: string, bare: string, nonce: string) {
    this.#secret = secret
    this.#bare = bare
    this.#binding = Buffer.from(header).toString('base64')
    this.#nonce = nonce
    this.challenge = `r=${nonce},s=${secret.salt},i=${secret.iterations}`
  }

  /** Undefined for a first message that is none. */
  static start(process: Process, secret: Secret, first: string): ScramExchange | undefined {
    const found = /^([ny],[^,]*,)(n=[^,]*,r=([^,]+).*)$/.exec(first)
    if (!found) return undefined
    const nonce = `${found[3]}${randomBytes(process, 18).toString('base64')}`
    return new ScramExchange(secret, found[1]!, found[2]!, nonce)
  }

  /** The server's last message; undefined when the proof is wrong. */
  finish(final: string): string | undefined {
    const found = /^(c=([^,]*),r=([^,]*).*),p=([^,]*)$/.exec(final)
    if (!found || found[2] !== this.#binding || found[3] !== this.#nonce) return undefined
    const signed = `${this.#bare},${this.challenge},${found[1]}`
    const storedKey = Buffer.from(this.#secret.storedKey, 'base64')
    const signature = hmac(storedKey, signed)
    const proof = Buffer.from(found[4]!, 'base64')
    if (proof.length !== signature.length) return undefined
    const clientKey = Buffer.from(proof.map((byte, index) => byte ^ signature[index]!))
    if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), storedKey)) return undefined
    return `v=${hmac(Buffer.from(this.#secret.serverKey, 'base64'), signed).toString('base64')}`
  }
}

/** The client's side: its answer to a challenge. */
export function scramProof(password: string, bare: string, challenge: string): string {
  const [, nonce = '', salt = '', iterations = '1'] = /^r=([^,]*),s=([^,]*),i=(\d+)/.exec(challenge) ?? []
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  const head = `c=biws,r=${nonce}`
  const signature = hmac(createHash('sha256').update(clientKey).digest(), `${bare},${challenge},${head}`)
  return `${head},p=${Buffer.from(clientKey.map((byte, index) => byte ^ signature[index]!)).toString('base64')}`
}
