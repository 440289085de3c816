// Signals by name and number, as a client may write them.
import { signalNumber } from '../runtime/signals.ts'
import { invalid } from '../world/refusal.ts'
import type { Words } from './words.ts'

export const SIGKILL = 9
export const SIGTERM = 15

const FIRST_REAL_TIME = 34
const LAST = 64

/** `TERM`, `sigterm`, `15` or `RTMIN+3`; throws what dockerd says of anything else (moby/sys/signal: ParseSignal). */
export function parseSignal(text: string, words: Words): number {
  if (/^[+-]?\d+$/.test(text)) {
    const number = Number(text)
    if (number === 0) throw invalid(words.invalidSignal(text))
    return number
  }
  const number = signalNumber(text) ?? 0
  const isRealTime = /^(SIG)?RT/i.test(text)
  if (number >= (isRealTime ? FIRST_REAL_TIME : 1) && number <= LAST) return number
  throw invalid(words.invalidSignal(text))
}

/** Whether Linux has a signal of this number. */
export const isSignal = (number: number): boolean => number >= 1 && number <= LAST
