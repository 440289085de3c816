// The id that an engine gives itself when it starts for the first time.
import { Buffer } from 'node:buffer'
import type { Random } from '../world/random.ts'
import type { Difference } from './persona.ts'

/** A random UUID (moby daemon/id.go), or what looks like the fingerprint of a key (github.com/docker/libtrust). */
export function newEngineId(random: Random, differences: ReadonlySet<Difference>): string {
  return differences.has('engine-ids-are-fingerprints') ? fingerprint(random.bytes(30)) : uuid(random.bytes(16))
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** base32 (RFC 4648) in groups of four letters */
function fingerprint(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = bits.replace(/.{5}/g, (five) => LETTERS.charAt(Number.parseInt(five, 2)))
  return letters.replace(/.{4}(?=.)/g, '$&:')
}

function uuid(bytes: Uint8Array): string {
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
