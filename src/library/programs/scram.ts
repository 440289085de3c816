// SCRAM (RFC 5802, RFC 7677) as PostgreSQL and MongoDB do it: both sides.
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

export type Hash = 'sha1' | 'sha256'

/** as PostgreSQL has it */
const ITERATIONS = 4096
const LENGTHS: Readonly<Record<Hash, number>> = { sha1: 20, sha256: 32 }

const hmac = (hash: Hash, key: Uint8Array, text: string): Buffer => createHmac(hash, key).update(text).digest()

export function randomBytes(process: Process, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => Math.floor(process.random() * 256)))
}

export function secretOf(
  process: Process,
  password: string,
  hash: Hash = 'sha256',
  iterations: number = ITERATIONS,
): Secret {
  return derive(hash, password, randomBytes(process, 16).toString('base64'), iterations)
}

function derive(hash: Hash, password: string, salt: string, iterations: number): Secret {
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), iterations, LENGTHS[hash], hash)
  const storedKey = createHash(hash)
    .update(hmac(hash, salted, 'Client Key'))
    .digest('base64')
  return { salt, iterations, storedKey, serverKey: hmac(hash, salted, 'Server Key').toString('base64') }
}

/** Whether a password that was sent as it is belongs to a secret. */
export function isPassword(secret: Secret, password: string): boolean {
  return derive('sha256', password, secret.salt, secret.iterations).storedKey === secret.storedKey
}

/** An exchange with one client. */
export class ScramExchange {
  readonly #secret: Secret
  readonly #hash: Hash
  readonly #bare: string
  readonly #binding: string
  readonly #nonce: string
  /** The server's first message. */
  readonly challenge: string

  private constructor(secret: Secret, hash: Hash, header: string, bare: string, nonce: string) {
    this.#hash = hash
    this.#secret = secret
    this.#bare = bare
    this.#binding = Buffer.from(header).toString('base64')
    this.#nonce = nonce
    this.challenge = `r=${nonce},s=${secret.salt},i=${secret.iterations}`
  }

  /** Undefined for a first message that is none. */
  static start(process: Process, secret: Secret, first: string, hash: Hash = 'sha256'): ScramExchange | undefined {
    const found = /^([ny],[^,]*,)(n=[^,]*,r=([^,]+).*)$/.exec(first)
    if (!found) return undefined
    const nonce = `${found[3]}${randomBytes(process, 18).toString('base64')}`
    return new ScramExchange(secret, hash, found[1]!, found[2]!, nonce)
  }

  /** The server's last message; undefined when the proof is wrong. */
  finish(final: string): string | undefined {
    const found = /^(c=([^,]*),r=([^,]*).*),p=([^,]*)$/.exec(final)
    if (!found || found[2] !== this.#binding || found[3] !== this.#nonce) return undefined
    const signed = `${this.#bare},${this.challenge},${found[1]}`
    const storedKey = Buffer.from(this.#secret.storedKey, 'base64')
    const signature = hmac(this.#hash, storedKey, signed)
    const proof = Buffer.from(found[4]!, 'base64')
    if (proof.length !== signature.length) return undefined
    const clientKey = Buffer.from(proof.map((byte, index) => byte ^ signature[index]!))
    if (!timingSafeEqual(createHash(this.#hash).update(clientKey).digest(), storedKey)) return undefined
    return `v=${hmac(this.#hash, Buffer.from(this.#secret.serverKey, 'base64'), signed).toString('base64')}`
  }
}

/** The client's side: its answer to a challenge. */
export function scramProof(password: string, bare: string, challenge: string): string {
  const [, nonce = '', salt = '', iterations = '1'] = /^r=([^,]*),s=([^,]*),i=(\d+)/.exec(challenge) ?? []
  const salted = pbkdf2Sync(password.normalize('NFKC'), Buffer.from(salt, 'base64'), Number(iterations), 32, 'sha256')
  const clientKey = hmac('sha256', salted, 'Client Key')
  const head = `c=biws,r=${nonce}`
  const signature = hmac('sha256', createHash('sha256').update(clientKey).digest(), `${bare},${challenge},${head}`)
  return `${head},p=${Buffer.from(clientKey.map((byte, index) => byte ^ signature[index]!)).toString('base64')}`
}
