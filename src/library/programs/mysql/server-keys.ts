// The RSA keys of a MySQL server, made when the first client wants one, and who has shown its password since the start.
import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

interface Pair {
  readonly publicKey: string
  readonly privateKey: string
}

export class ServerKeys {
  /** The secret with which an account came in. */
  readonly seen: Map<string, string> = new Map()
  #pair: Promise<Pair> | undefined

  pair(): Promise<Pair> {
    this.#pair ??= promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    return this.#pair
  }
}
