// What /proc tells of the machine's memory and age.
import { FileError } from '../../storage/file-error.ts'
import type { Process } from '../process.ts'

function readProc(process: Process, name: string): string {
  try {
    return process.files.readText(`/proc/${name}`)
  } catch (error) {
    if (error instanceof FileError) return ''
    throw error
  }
}

/** A line of /proc/meminfo in KiB; 0 without one. */
export function memoryFacts(process: Process): (name: string) => number {
  const text = readProc(process, 'meminfo')
  return (name) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? 0)
}

/** Seconds since the machine began. */
export function uptimeSeconds(process: Process): number {
  return Number(readProc(process, 'uptime').split(' ')[0] || 0)
}

/** `0.00, 0.01, 0.05` */
export function loadAverage(process: Process): string[] {
  const words = readProc(process, 'loadavg').split(' ')
  return words.length >= 3 ? words.slice(0, 3) : ['0.00', '0.00', '0.00']
}
