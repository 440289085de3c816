// Signals by number and name, and what each does to a process that has not asked for it.

const names = [
  'EXIT',
  'HUP',
  'INT',
  'QUIT',
  'ILL',
  'TRAP',
  'ABRT',
  'BUS',
  'FPE',
  'KILL',
  'USR1',
  'SEGV',
  'USR2',
  'PIPE',
  'ALRM',
  'TERM',
  'STKFLT',
  'CHLD',
  'CONT',
  'STOP',
  'TSTP',
  'TTIN',
  'TTOU',
  'URG',
  'XCPU',
  'XFSZ',
  'VTALRM',
  'PROF',
  'WINCH',
  'POLL',
  'PWR',
  'SYS',
] as const

/** Names without SIG; the index is the number. */
export const signalNames: readonly string[] = names

export const Signal = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  ABRT: 6,
  KILL: 9,
  SEGV: 11,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  STOP: 19,
  TSTP: 20,
  TTIN: 21,
  TTOU: 22,
  URG: 23,
  WINCH: 28,
} as const

/** The number of `TERM`, `SIGTERM`, `term` or `15`; undefined for what is no signal. 0 is `EXIT`. */
export function signalNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word) <= 64 ? Number(word) : undefined
  const name = word.toUpperCase().replace(/^SIG/, '')
  if (name === 'IOT') return Signal.ABRT
  if (name === 'CLD') return Signal.CHLD
  if (name === 'IO') return 29
  const realtime = /^RTM(IN|AX)([+-]\d+)?$/.exec(name)
  if (realtime) return (realtime[1] === 'IN' ? 34 : 64) + Number(realtime[2] ?? 0)
  const number = names.indexOf(name as (typeof names)[number])
  return number < 0 ? undefined : number
}

/** The name without SIG, or the number in digits for one that has none. */
export function signalName(number: number): string {
  return names[number] ?? String(number)
}

export type DefaultAction = 'end' | 'ignore' | 'stop' | 'continue'

/** What happens if a process has set nothing (man 7 signal). */
export function defaultAction(number: number): DefaultAction {
  switch (number) {
    case Signal.CHLD:
    case Signal.URG:
    case Signal.WINCH:
      return 'ignore'
    case Signal.CONT:
      return 'continue'
    case Signal.STOP:
    case Signal.TSTP:
    case Signal.TTIN:
    case Signal.TTOU:
      return 'stop'
    default:
      return 'end'
  }
}

const endings: Readonly<Record<number, string>> = {
  1: 'Hangup',
  3: 'Quit',
  4: 'Illegal instruction',
  5: 'Trace/breakpoint trap',
  6: 'Aborted',
  7: 'Bus error',
  8: 'Arithmetic exception',
  9: 'Killed',
  10: 'User defined signal 1',
  11: 'Segmentation fault',
  12: 'User defined signal 2',
  14: 'Alarm clock',
  15: 'Terminated',
  16: 'Stack fault',
  24: 'CPU time limit exceeded',
  25: 'File size limit exceeded',
  26: 'Virtual timer expired',
  27: 'Profiling timer expired',
  29: 'I/O possible',
  30: 'Power failure',
  31: 'Bad system call',
}

/** What a shell says of a child that a signal has ended (musl's strsignal). */
export function describeSignal(number: number): string {
  return endings[number] ?? (number === 2 ? 'Interrupt' : number === 13 ? 'Broken pipe' : `Signal ${number}`)
}
