// A tape that was read: its exchanges, in the order in which they began.
import { Buffer } from 'node:buffer'
import type { RequestHead } from './heads.ts'
import { fromData, type TapeHeading, type TapeRecord } from './tape-record.ts'

export interface RecordedExchange {
  readonly number: number
  readonly request: RequestHead
  /** when it began, ms since recording did */
  readonly at: number
  readonly body: Buffer
  /** What happened behind the head of the request. */
  readonly records: readonly TapeRecord[]
}

export interface Tape {
  readonly heading: TapeHeading
  readonly exchanges: readonly RecordedExchange[]
}

/**
 * Reads the lines of a tape. A last line that is not whole is what a killed recorder leaves, and is left out, as are
 * exchanges that nobody answered or gave up. Throws an Error with a sentence, with the number of the line, for what is no tape.
 */
export function readTape(text: string): Tape {
  const lines = text.split('\n')
  const values = lines.flatMap((line, index): unknown[] => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line)]
    } catch {
      if (index === lines.length - 1) return []
      throw new Error(`line ${index + 1} is no JSON`)
    }
  })
  const [heading, ...records] = values as [TapeHeading | undefined, ...TapeRecord[]]
  if (heading?.tape !== 1) throw new Error('line 1 does not say that it is a tape: {"tape":1,…}')
  const exchanges = new Map<number, TapeRecord[]>()
  for (const record of records) {
    if (typeof record?.exchange !== 'number' || typeof record.at !== 'number') {
      throw new Error(`${JSON.stringify(record).slice(0, 80)} is no record of a tape`)
    }
    const known = exchanges.get(record.exchange)
    if (known) known.push(record)
    else exchanges.set(record.exchange, [record])
  }
  return { heading, exchanges: [...exchanges.values()].flatMap(exchangeOf) }
}

function exchangeOf([first, ...records]: readonly TapeRecord[]): RecordedExchange[] {
  if (first?.is !== 'request') return []
  const { at, exchange, method, target, http, headers } = first
  const answered = records.some(({ is }) => is === 'reply' || is === 'end')
  if (!answered) return []
  const body = Buffer.concat(records.flatMap((record) => (record.is === 'request-body' ? [fromData(record)] : [])))
  return [{ number: exchange, request: { method, target, http, headers }, at, body, records }]
}
