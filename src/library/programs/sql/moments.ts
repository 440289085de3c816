// Moments and identifiers as servers of SQL write them.
import { civil } from '../../../codec/calendar.ts'
import type { Process } from '../../../runtime/process.ts'
import { randomBytes } from '../scram.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** A moment in ms since 1970 as `2025-01-31 10:00:00.5`, in UTC. */
export function momentText(ms: number): string {
  const at = civil(ms / 1000)
  const fraction = `.${String(Math.floor(ms % 1000)).padStart(3, '0')}`.replace(/\.?0+$/, '')
  return `${at.year}-${two(at.month)}-${two(at.day)} ${two(at.hour)}:${two(at.minute)}:${two(at.second)}${fraction}`
}

/** A random UUID (version 4). */
export function randomUuid(process: Process): string {
  const bytes = randomBytes(process, 16)
  bytes[6] = (bytes[6]! & 15) | 64
  bytes[8] = (bytes[8]! & 63) | 128
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
