// Takes secrets out of JSON that passes, without changing its length: heads and chunks stay true.
import { Buffer } from 'node:buffer'

/** What is secret, and what is written in its place. */
export interface Masks {
  url(url: string): string
  /** Whether a header is not to be seen. */
  header(name: string): boolean
  /** A JSON value with a mark in the place of each secret. */
  value(value: unknown): unknown
  readonly mark: string
}

/** A line that is longer is not looked at: it is masked as a whole. */
const LONGEST = 16 << 20

export interface Piece {
  readonly at: number
  readonly bytes: Buffer
  readonly chunk?: number | undefined
}

/** Pieces are given on when a line of JSON is complete, cut as they came. */
export class MaskedLines {
  readonly #masks: Masks
  readonly #give: (piece: Piece) => void
  #held: Piece[] = []
  #size = 0

  constructor(masks: Masks, give: (piece: Piece) => void) {
    this.#masks = masks
    this.#give = give
  }

  push(piece: Piece): void {
    this.#held.push(piece)
    this.#size += piece.bytes.length
    if (piece.bytes.at(-1) === 10 || this.#size > LONGEST) this.end()
  }

  /** No more comes. */
  end(): void {
    const whole = Buffer.concat(this.#held.map(({ bytes }) => bytes))
    const safe = whole.length > LONGEST ? Buffer.alloc(whole.length, '*') : maskedText(whole, this.#masks)
    let at = 0
    for (const piece of this.#held) {
      const bytes = safe.subarray(at, at + piece.bytes.length)
      at += bytes.length
      this.#give({ ...piece, bytes })
    }
    this.#held = []
    this.#size = 0
  }
}

/** As many bytes as before. */
function maskedText(bytes: Buffer, masks: Masks): Buffer {
  const text = bytes.toString('utf8')
  const lines = text.split('\n').map((line) => (line.trim() === '' ? line : maskedLine(line, masks)))
  const safe = Buffer.from(lines.join('\n'))
  return safe.length === bytes.length ? safe : Buffer.alloc(bytes.length, '*')
}

function maskedLine(line: string, masks: Masks): string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return stars(line)
  }
  let safe = line
  for (const [was, now] of replaced(value, masks.value(value))) {
    const kept =
      now.endsWith(masks.mark) && was.startsWith(now.slice(0, -masks.mark.length))
        ? now.slice(0, -masks.mark.length)
        : ''
    const written = [goText(was), JSON.stringify(was)].find((one) => safe.includes(one))
    // it is written in a way that we would not
    if (written === undefined) return stars(line)
    const begin = goText(kept).slice(0, -1)
    safe = safe.split(written).join(`${begin}${stars(written.slice(begin.length, -1))}"`)
  }
  return safe
}

const stars = (text: string): string => '*'.repeat(Buffer.byteLength(text))

/** A string as encoding/json writes it. */
const goText = (text: string): string =>
  JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The strings that are not the same, in two values of one form. */
function* replaced(was: unknown, now: unknown): Generator<readonly [string, string]> {
  if (typeof was === 'string') {
    if (typeof now === 'string' && was !== now) yield [was, now]
    return
  }
  if (typeof was !== 'object' || was === null) return
  for (const [key, inner] of Object.entries(was)) yield* replaced(inner, (now as Record<string, unknown>)[key])
}
