// What a declared program prints, by the moment that it is due.
import { parseDuration } from '../../../codec/duration.ts'
import { ramInBytes } from '../../../codec/size.ts'
import type { Behaviour, LogEntry } from '../../declared/program-declaration.ts'

export interface Happening {
  readonly text?: string | readonly string[]
  readonly stream?: 1 | 2
  /** bytes more that the program holds */
  readonly memory?: number
  /** the port of this number opens */
  readonly port?: number
  readonly end?: true
}

interface Planned {
  due: number
  readonly happening: Happening
  /** ms to the next time */
  readonly every: number | undefined
  left: number
}

const ms = (duration: string | undefined): number => (duration === undefined ? 0 : (parseDuration(duration) ?? 0))

export class Timeline {
  readonly #planned: Planned[] = []
  readonly #isForever: boolean

  /** @param began ms since 1970 */
  constructor(behaviour: Behaviour, began: number) {
    const { runs, listen = [], log = [], output, errors, delay } = behaviour
    this.#isForever = runs === undefined ? listen.length > 0 : runs === 'forever'
    const first = began + ms(delay)
    if (output !== undefined || delay !== undefined) this.add(first, { text: output ?? '', stream: 1 })
    if (errors !== undefined) this.add(first, { text: errors, stream: 2 })
    let before = first
    let held = behaviour.memory === undefined ? 0 : ramInBytes(behaviour.memory)
    for (const written of log) {
      const entry: LogEntry = typeof written === 'string' ? { line: written } : written
      const isLater = entry.at !== undefined || entry.after !== undefined
      before = entry.at === undefined ? before + ms(entry.after) : began + ms(entry.at)
      const every = entry.every === undefined ? undefined : Math.max(1, ms(entry.every))
      const memory = entry.memory === undefined ? undefined : ramInBytes(entry.memory) - held
      if (memory !== undefined) held += memory
      const times = entry.times ?? (every === undefined ? 1 : Number.POSITIVE_INFINITY)
      this.add(every === undefined || isLater ? before : before + every, happeningOf(entry, memory), every, times)
    }
    if (runs !== undefined && runs !== 'forever') this.add(began + ms(runs), { end: true })
  }

  add(due: number, happening: Happening, every?: number, left = 1): void {
    this.#planned.push({ due, happening, every, left })
  }

  /** When the next one is due; undefined when nothing ever happens again. */
  next(): number | undefined {
    return this.#first()?.due ?? (this.#isForever ? Number.POSITIVE_INFINITY : undefined)
  }

  /** Takes the next one out. */
  take(): Happening {
    const first = this.#first()!
    first.left--
    if (first.every !== undefined && first.left > 0) first.due += first.every
    else this.#planned.splice(this.#planned.indexOf(first), 1)
    return first.happening
  }

  /** The earliest; of several at one moment the one that was declared first. */
  #first(): Planned | undefined {
    let first: Planned | undefined
    for (const planned of this.#planned) if (!first || planned.due < first.due) first = planned
    return first
  }
}

function happeningOf({ line, lines, random, to }: LogEntry, memory: number | undefined): Happening {
  const several = lines ?? (line === undefined ? undefined : [line])
  const text = random ? random.map((one) => `${one}\n`) : several?.map((one) => `${one}\n`).join('')
  return {
    ...(text !== undefined && { text }),
    stream: to === 'stderr' ? 2 : 1,
    ...(memory !== undefined && { memory }),
  }
}
