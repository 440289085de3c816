// Holds the last lines or bytes of a stream.
import type { Process } from '../process.ts'
import { Complaint } from './report.ts'

const mostHeld = 128 * 1024 * 1024

interface Piece {
  readonly bytes: Uint8Array
  readonly weight: number
}

export class TailBuffer {
  readonly #process: Process
  readonly #unit: 'lines' | 'bytes'
  readonly #amount: number
  #pieces: Piece[] = []
  #weight = 0
  #size = 0

  constructor(process: Process, unit: 'lines' | 'bytes', amount: number) {
    this.#process = process
    this.#unit = unit
    this.#amount = amount
  }

  /** Takes a chunk; gives back those that are certainly before the last ones. */
  push(chunk: Uint8Array): Uint8Array[] {
    const bytes = chunk.slice()
    const weight = this.#unit === 'bytes' ? bytes.length : countNewlines(bytes)
    this.#pieces.push({ bytes, weight })
    this.#weight += weight
    this.#size += bytes.length
    this.#process.charge(bytes.length)
    const dropped: Uint8Array[] = []
    // one line more stays: the last one may lack its newline
    while (this.#pieces.length > 1 && this.#weight - this.#pieces[0]!.weight > this.#amount + 1) {
      const first = this.#pieces.shift()!
      this.#weight -= first.weight
      this.#size -= first.bytes.length
      this.#process.charge(-first.bytes.length)
      dropped.push(first.bytes)
    }
    if (this.#size > mostHeld) throw new Complaint('out of memory')
    return dropped
  }

  #split(): readonly [all: Buffer, start: number] {
    const all = Buffer.concat(this.#pieces.map(({ bytes }) => bytes))
    if (this.#unit === 'bytes') return [all, Math.max(0, all.length - this.#amount)]
    if (this.#amount === 0) return [all, all.length]
    let left = this.#amount
    let at = all.length - 1
    if (all[at] === 10) at--
    for (; at >= 0; at--) {
      if (all[at] === 10 && --left === 0) return [all, at + 1]
    }
    return [all, 0]
  }

  /** The last lines or bytes. */
  rest(): Uint8Array {
    const [all, start] = this.#split()
    return all.subarray(start)
  }

  /** What is held but lies before them. */
  beforeRest(): Uint8Array {
    const [all, start] = this.#split()
    return all.subarray(0, start)
  }
}

function countNewlines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++
  return count
}
