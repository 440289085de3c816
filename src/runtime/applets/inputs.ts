// The files that an applet is given to read.
import type { Process } from '../process.ts'
import { bytesOf } from './byte-string.ts'
import { Complaint, complain, reason } from './report.ts'

/** A descriptor for a file; standard input for `-`. Throws a FileError. */
export function openInput(process: Process, name: string): number {
  return name === '-' ? 0 : process.open(name, { read: true })
}

/** Runs `work` and closes the descriptor afterwards, unless it is standard input. */
export async function using<Result>(
  process: Process,
  descriptor: number,
  work: (descriptor: number) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(descriptor)
  } finally {
    if (descriptor > 2) process.close(descriptor)
  }
}

/**
 * Gives every named file to `work` (standard input when none is named or for `-`), and complains about those that
 * cannot be read. Returns whether all could.
 */
export async function eachInput(
  process: Process,
  names: readonly string[],
  work: (descriptor: number, name: string, index: number) => Promise<void>,
  failed: (name: string) => string = (name) => `can't open '${name}'`,
): Promise<boolean> {
  let good = true
  for (const [index, name] of (names.length > 0 ? names : ['-']).entries()) {
    let descriptor: number
    try {
      descriptor = openInput(process, name)
    } catch (error) {
      await complain(process, `${failed(name)}: ${reason(error)}`)
      good = false
      continue
    }
    try {
      await using(process, descriptor, () => work(descriptor, name, index))
    } catch (error) {
      await complain(process, `read error: ${reason(error)}`)
      good = false
    }
  }
  return good
}

/** Every byte of a descriptor, as they come. */
export async function* readChunks(process: Process, descriptor: number): AsyncGenerator<Uint8Array> {
  for (let chunk = await process.read(descriptor); chunk; chunk = await process.read(descriptor)) {
    yield chunk
    await process.tick()
  }
}

/** Bytes that an applet may hold of one input. */
const mostGathered = 128 * 1024 * 1024

/** A whole descriptor as a byte string: only for what cannot be worked on in pieces (sort, diff, an awk program). */
export async function readAll(process: Process, descriptor: number): Promise<string> {
  const parts: string[] = []
  let size = 0
  for await (const chunk of readChunks(process, descriptor)) {
    size += chunk.length
    process.charge(chunk.length)
    if (size > mostGathered) throw new Complaint('out of memory')
    parts.push(bytesOf(chunk))
  }
  return parts.join('')
}
