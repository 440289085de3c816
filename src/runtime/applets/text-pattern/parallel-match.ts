// Matches by following all ways through a pattern at the same time (Thompson's and Pike's method): the time is
// proportional to text times pattern, whatever the pattern. Finds the leftmost match, of those the longest, as POSIX wants.
import { holds, type Place } from './assertions.ts'
import type { Instruction } from './compile.ts'
import { PatternError } from './node.ts'

/** Steps of one match before it is given up: nobody else works meanwhile. */
const mostSteps = 30_000_000

/** The ways that are alive at one position, the preferred ones first. */
interface Ways {
  readonly at: number[]
  readonly slots: Int32Array[]
  readonly seen: Uint32Array
  mark: number
}

const newWays = (size: number): Ways => ({ at: [], slots: [], seen: new Uint32Array(size), mark: 0 })

export class ParallelMatcher {
  readonly #code: readonly Instruction[]
  readonly #slots: number
  #now: Ways
  #next: Ways
  readonly #stack: (number | Int32Array)[] = []

  constructor(code: readonly Instruction[], slots: number) {
    this.#code = code
    this.#slots = slots
    this.#now = newWays(code.length)
    this.#next = newWays(code.length)
  }

  /** The slots of the match, or undefined. `first`: bytes that a match can begin with; undefined if it may be empty. */
  match(place: Place, from: number, first: Uint8Array | undefined): Int32Array | undefined {
    const { text } = place
    this.#clear(this.#now)
    let found: Int32Array | undefined
    let steps = 0
    for (let at = from; ; at++) {
      const now = this.#now
      if (now.at.length === 0) {
        if (found) return found
        if (first) while (at < text.length && first[text.charCodeAt(at)] === 0) at++
      }
      if (!found) this.#add(now, 0, this.#start(), place, at)
      const next = this.#next
      this.#clear(next)
      const byte = at < text.length ? text.charCodeAt(at) : -1
      for (let index = 0; index < now.at.length; index++) {
        const where = now.at[index]!
        const slots = now.slots[index]!
        if (found && slots[0]! > found[0]!) continue
        const instruction = this.#code[where]!
        if (instruction.op === 'match') {
          if (!found || slots[0]! < found[0]! || (slots[0] === found[0] && at > found[1]!)) found = slots
        } else if (instruction.op === 'set' && byte >= 0 && instruction.set[byte] === 1) {
          this.#add(next, where + 1, slots, place, at + 1)
        }
      }
      steps += now.at.length
      if (steps > mostSteps) throw new PatternError('Memory exhausted')
      this.#now = next
      this.#next = now
      if (at >= text.length) return found
    }
  }

  #start(): Int32Array {
    return new Int32Array(this.#slots).fill(-1)
  }

  #clear(ways: Ways): void {
    ways.at.length = 0
    ways.slots.length = 0
    ways.mark++
  }

  /** Adds a way and all that it leads to without reading a byte. A place that an earlier way has reached is not entered again. */
  #add(ways: Ways, where: number, slots: Int32Array, place: Place, at: number): void {
    const stack = this.#stack
    stack.push(where, slots)
    while (stack.length > 0) {
      let current = stack.pop() as Int32Array
      let index = stack.pop() as number
      for (;;) {
        if (ways.seen[index] === ways.mark) break
        ways.seen[index] = ways.mark
        const instruction = this.#code[index]!
        if (instruction.op === 'jump') index = instruction.to
        else if (instruction.op === 'split') {
          stack.push(instruction.second, current)
          index = instruction.first
        } else if (instruction.op === 'save') {
          current = current.slice()
          current[instruction.slot] = at
          index++
        } else if (instruction.op === 'assert') {
          if (!holds(instruction.assertion, place, at)) break
          index++
        } else {
          ways.at.push(index)
          ways.slots.push(current)
          break
        }
      }
    }
  }
}
