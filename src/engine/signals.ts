// Signals by name and number, as a client may write them.
import { invalid } from '../world/refusal.ts'
import type { Words } from './words.ts'

const numbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  TRAP: 5,
  ABRT: 6,
  IOT: 6,
  BUS: 7,
  FPE: 8,
  KILL: 9,
  USR1: 10,
  SEGV: 11,
  USR2: 12,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  STKFLT: 16,
  CHLD: 17,
  CLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  XCPU: 24,
  XFSZ: 25,
  VTALRM: 26,
  PROF: 27,
  WINCH: 28,
  IO: 29,
  POLL: 29,
  PWR: 30,
  SYS: 31,
}

export const SIGKILL = 9
export const SIGTERM = 15

/** `TERM`, `sigterm`, `15` or `RTMIN+3`; throws what dockerd says of anything else (moby/sys/signal: ParseSignal). */
export function parseSignal(text: string, words: Words): number {
  if (/^\d+$/.test(text)) {
    const number = Number(text)
    if (number === 0) throw invalid(words.invalidSignal(text))
    return number
  }
  const name = text.toUpperCase().replace(/^SIG/, '')
  const known = numbers[name]
  if (known !== undefined) return known
  const realTime = /^RT(MIN|MAX)(?:([+-])(\d+))?$/.exec(name)
  if (realTime) {
    const offset = Number(realTime[3] ?? 0) * (realTime[2] === '-' ? -1 : 1)
    const number = (realTime[1] === 'MIN' ? 34 : 64) + offset
    if (number >= 34 && number <= 64) return number
  }
  throw invalid(words.invalidSignal(text))
}

/** Whether Linux has a signal of this number. */
export const isSignal = (number: number): boolean => number >= 1 && number <= 64
