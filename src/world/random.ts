// Seeded chance. Everything that looks random in a daemon (ids, names, addresses) comes from one seed.
import { createHash, randomBytes } from 'node:crypto'
import type { GoBack } from './checkpoint.ts'

export interface Random {
  /** A number in [0, 1). */
  next(): number
  bytes(length: number): Uint8Array
  /** An independent stream named `label`: what is drawn from it does not move this one. */
  fork(label: string): Random
  /** What it gives from here on; of this stream alone, not of those that were forked from it. */
  checkpoint(): GoBack
}

/** A seed that no earlier run has had: what a daemon gets when none is given. */
export function freshSeed(): string {
  return randomBytes(16).toString('hex')
}

/** xoshiro128** (Blackman and Vigna), started from the SHA-256 of the seed. */
export function seededRandom(seed: string): Random {
  const start = createHash('sha256').update(seed).digest()
  let a = start.readUInt32LE(0) | 1
  let b = start.readUInt32LE(4)
  let c = start.readUInt32LE(8)
  let d = start.readUInt32LE(12)
  const word = (): number => {
    const mixed = Math.imul(b, 5)
    const result = Math.imul((mixed << 7) | (mixed >>> 25), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = (d << 11) | (d >>> 21)
    return result >>> 0
  }
  return {
    next: () => word() / 2 ** 32,
    bytes(length) {
      const bytes = new Uint8Array(length)
      for (let i = 0; i < length; ) {
        for (let rest = word(), n = 0; n < 4 && i < length; n++, rest >>>= 8) bytes[i++] = rest & 255
      }
      return bytes
    },
    fork: (label) => seededRandom(`${seed}/${label}`),
    checkpoint() {
      const state = [a, b, c, d] as const
      return () => {
        ;[a, b, c, d] = state
      }
    },
  }
}
