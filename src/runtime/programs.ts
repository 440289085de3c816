// Programs and the files that stand for them: a "binary" is a file that names its program in its content.
import { Buffer } from 'node:buffer'
import type { Program } from './process.ts'

/** Every program that a machine can run, by name. */
export type ProgramTable = ReadonlyMap<string, Program>

/** In a table: the program that stands in for every command that no file is there for. */
export const ANY_COMMAND = '*'

const ELF = '\x7fELF'
const MARKER = 'mockerd:program='

/** The content of an executable file that runs the program `name`; it survives cp, save, push and COPY. */
export function binary(name: string): Uint8Array {
  return Buffer.from(`${ELF}\x02\x01\x01\0\0\0\0\0\0\0\0\0\n${MARKER}${name}\n`, 'latin1')
}

export function isElf(head: Uint8Array): boolean {
  return head.length >= 4 && head[0] === 0x7f && head[1] === 0x45 && head[2] === 0x4c && head[3] === 0x46
}

/** The program that a file stands for, told from its first bytes (256 are enough); undefined if it is none of ours. */
export function programName(head: Uint8Array): string | undefined {
  if (!isElf(head)) return undefined
  return /mockerd:program=([^\n]+)\n/.exec(Buffer.from(head).toString('latin1'))?.[1]
}
