// Ids as dockerd makes them: 32 random bytes in hexadecimal.
import { Buffer } from 'node:buffer'
import type { Random } from './random.ts'

/** A full id of a container, exec, network or of a volume without a name: 64 hexadecimal digits. */
export function newId(random: Random): string {
  for (;;) {
    const id = Buffer.from(random.bytes(32)).toString('hex')
    // as dockerd (pkg/stringid): an id whose short form is a number could be taken for one, so it is drawn again
    if (!/^\d{12}/.test(id)) return id
  }
}

/** The first twelve digits, as `docker ps` shows an id. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12)
}
