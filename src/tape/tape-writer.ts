// Writes a tape.
import { closeSync, openSync, writeSync } from 'node:fs'
import { rfc3339 } from '../codec/timestamp.ts'
import type { Clock } from '../world/clock.ts'
import type { Fact, TapeHeading } from './tape-record.ts'

export interface TapeWriter {
  /** ms since recording began */
  now(): number
  /** @param at when it was, if that was not now */
  write(exchange: number, fact: Fact, at?: number): void
  close(): void
}

/**
 * Makes the file anew. A line is with the host before the next is made, so that the tape of a recorder that was killed
 * has all but what was in its hands. Throws when the file cannot be written.
 */
export function createTape(path: string, clock: Clock, mask?: string): TapeWriter {
  // only its owner is to read what somebody said to a daemon
  const file = openSync(path, 'w', 0o600)
  const began = clock.now()
  const now = (): number => Math.round((clock.now() - began) * 1000) / 1000
  const line = (value: object): void => void writeSync(file, `${JSON.stringify(value)}\n`)
  let closed = false
  const heading: TapeHeading = { tape: 1, began: rfc3339(began), ...(mask !== undefined && { mask }) }
  line(heading)
  return {
    now,
    write(exchange, fact, at = now()) {
      if (!closed) line({ at, exchange, ...fact })
    },
    close() {
      if (!closed) closeSync(file)
      closed = true
    },
  }
}
