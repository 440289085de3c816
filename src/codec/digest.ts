// Digests: `sha256:` and 64 hexadecimal digits, the name of everything that images are made of.
import { createHash } from 'node:crypto'

/** `sha256:…` */
export type Digest = string

export function digestOf(bytes: Uint8Array | string): Digest {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** A digest of bytes that come one after the other. */
export interface Digester {
  update(bytes: Uint8Array): void
  /** To be called once, at the end. */
  digest(): Digest
}

export function digester(): Digester {
  const hash = createHash('sha256')
  return {
    update: (bytes) => void hash.update(bytes),
    digest: () => `sha256:${hash.digest('hex')}`,
  }
}
