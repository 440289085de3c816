// The key sequence with which a client leaves without ending anything (moby/term: ascii.go, proxy.go).
import { Buffer } from 'node:buffer'
import { invalid } from '../../world/refusal.ts'

/** ctrl-p, ctrl-q */
const USUAL = Uint8Array.of(16, 17)

/** `ctrl-a,b` as bytes; throws dockerd's refusal. */
export function parseDetachKeys(
  text: string | undefined,
  refusal: (keys: string) => Error = attachRefusal,
): Uint8Array {
  if (!text) return USUAL
  const bytes = text.split(',').map((word) => {
    if (word.length === 1) return word.charCodeAt(0)
    if (word === 'DEL') return 127
    const control = /^ctrl-([a-z@[\\\]^_])$/.exec(word)
    if (!control) throw refusal(text)
    return control[1] === '@' ? 0 : control[1]!.toUpperCase().charCodeAt(0) - 64
  })
  return Uint8Array.from(bytes)
}

const attachRefusal = (keys: string): Error => invalid(`Invalid detach keys (${keys}) provided`)

interface Filtered {
  /** what goes on to the process */
  readonly bytes: Uint8Array
  readonly detached: boolean
}

/** Looks for the keys in what is typed, also over several pieces; a beginning that leads nowhere goes on in full. */
export function detachFilter(keys: Uint8Array): (chunk: Uint8Array) => Filtered {
  let matched = 0
  if (keys.length === 0) return (bytes) => ({ bytes, detached: false })
  return (chunk) => {
    const out: number[] = []
    for (const byte of chunk) {
      if (byte === keys[matched]) {
        matched++
        if (matched === keys.length) return { bytes: Buffer.from(out), detached: true }
        continue
      }
      for (const held of keys.subarray(0, matched)) out.push(held)
      matched = byte === keys[0] ? 1 : 0
      if (matched === 0) out.push(byte)
    }
    return { bytes: Buffer.from(out), detached: false }
  }
}
