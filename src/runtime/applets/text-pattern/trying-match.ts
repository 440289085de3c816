// Matches patterns with back references by trying one way after the other. That can take for ever, so it stops after
// a number of steps.
import { holds, type Place } from './assertions.ts'
import type { Instruction } from './compile.ts'
import { PatternError } from './node.ts'

const mostSteps = 5_000_000

interface Way {
  readonly where: number
  readonly at: number
  readonly slots: Int32Array
  /** where each loop was entered last, so that an empty round ends it */
  readonly rounds: ReadonlyMap<number, number>
}

export function tryMatch(
  code: readonly Instruction[],
  slotCount: number,
  place: Place,
  from: number,
  ignoreCase: boolean,
): Int32Array | undefined {
  const { text } = place
  const plain = ignoreCase ? text.toLowerCase() : text
  let steps = 0
  for (let start = from; start <= text.length; start++) {
    let found: Int32Array | undefined
    const ways: Way[] = [{ where: 0, at: start, slots: new Int32Array(slotCount).fill(-1), rounds: new Map() }]
    for (let way = ways.pop(); way; way = ways.pop()) {
      let { where, at, slots, rounds } = way
      for (;;) {
        if (++steps > mostSteps) throw new PatternError('Memory exhausted')
        const instruction = code[where]!
        if (instruction.op === 'match') {
          if (!found || at > found[1]!) found = slots
          break
        }
        if (instruction.op === 'set') {
          if (at >= text.length || instruction.set[text.charCodeAt(at)] === 0) break
          at++
          where++
        } else if (instruction.op === 'jump') where = instruction.to
        else if (instruction.op === 'split') {
          ways.push({ where: instruction.second, at, slots, rounds })
          if (rounds.get(where) === at) break
          rounds = new Map(rounds).set(where, at)
          where = instruction.first
        } else if (instruction.op === 'save') {
          slots = slots.slice()
          slots[instruction.slot] = at
          where++
        } else if (instruction.op === 'assert') {
          if (!holds(instruction.assertion, place, at)) break
          where++
        } else {
          const begin = slots[instruction.index * 2]!
          const length = slots[instruction.index * 2 + 1]! - begin
          if (begin < 0 || length < 0 || plain.slice(begin, begin + length) !== plain.slice(at, at + length)) break
          at += length
          where++
        }
      }
    }
    if (found) return found
  }
  return undefined
}
