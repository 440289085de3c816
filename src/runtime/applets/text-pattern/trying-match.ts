// Matches patterns with back references by trying one way after the other. That can take for ever, so it stops after
// a number of steps.
import { holds, type Place } from './assertions.ts'
import type { Instruction } from './compile.ts'
import { PatternError } from './node.ts'

/** differs: of one match, in which nobody else works; a real one tries on for years */
const mostSteps = 150_000

interface Way {
  readonly where: number
  readonly at: number
  /** those of the match, then where each split was entered last, so that an empty round ends a loop */
  readonly slots: Int32Array
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
  const size = slotCount + code.length
  let steps = 0
  for (let start = from; start <= text.length; start++) {
    let found: Int32Array | undefined
    const ways: Way[] = [{ where: 0, at: start, slots: new Int32Array(size).fill(-1) }]
    for (let way = ways.pop(); way; way = ways.pop()) {
      let { where, at, slots } = way
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
          ways.push({ where: instruction.second, at, slots })
          if (slots[slotCount + where] === at) break
          slots = slots.slice()
          slots[slotCount + where] = at
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
    if (found) return found.subarray(0, slotCount)
  }
  return undefined
}
