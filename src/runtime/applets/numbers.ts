// Numbers in arguments, with busybox's suffixes and complaints (libbb/xatonum).
import { Complaint } from './report.ts'

/** b, k, m, g as busybox's `bkm_suffixes` and `kmg_i_suffixes` know them. */
const suffixes: Readonly<Record<string, number>> = {
  '': 1,
  c: 1,
  w: 2,
  b: 512,
  k: 1024,
  K: 1024,
  kB: 1000,
  KB: 1000,
  m: 1024 ** 2,
  M: 1024 ** 2,
  MB: 1000 ** 2,
  g: 1024 ** 3,
  G: 1024 ** 3,
  GB: 1000 ** 3,
  T: 1024 ** 4,
}

/** A whole number with an optional unit; complains as busybox does. */
export function sizeOf(text: string): number {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text)
  const factor = match && suffixes[match[2]!]
  if (!match || factor === undefined || factor === null) throw new Complaint(`invalid number '${text}'`)
  return Number(match[1]) * factor
}

/** A whole number, maybe negative. */
export function integerOf(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Complaint(`invalid number '${text}'`)
  return Number(text)
}

/** A duration in ms as `sleep` takes it: `1.5`, `2m`, `1h`, `1d`. */
export function durationOf(text: string): number {
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text)
  if (!match) throw new Complaint(`invalid number '${text}'`)
  const unit = { '': 1, s: 1, m: 60, h: 3600, d: 86400 }[match[2] as 's'] ?? 1
  return Number(match[1]) * unit * 1000
}
