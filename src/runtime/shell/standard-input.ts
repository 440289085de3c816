// A script on standard input, read line by line so that its commands can read what follows.
import { concat, decode } from '../bytes.ts'
import { execute } from './execute.ts'
import { LineParser } from './parser.ts'
import type { Shell } from './shell.ts'
import { ScriptError } from './syntax-error.ts'

const CHUNK = 4096

/** The next line with its newline; empty at the end of the input. */
export async function readInputLine(shell: Shell): Promise<string> {
  const file = shell.process.file(0)
  const parts: Uint8Array[] = []
  for (;;) {
    if (!file) break
    const chunk = shell.takeReadAhead() ?? (await file.read(shell.process, CHUNK))
    if (!chunk) break
    const end = chunk.indexOf(10)
    if (end < 0) {
      parts.push(chunk)
      continue
    }
    shell.readAhead(file, chunk.subarray(end + 1))
    parts.push(chunk.subarray(0, end + 1))
    break
  }
  return parts.length ? decode(concat(parts)) : ''
}

/** Parses complete commands out of lines; asks for another line while they are incomplete. */
export async function nextCommands(
  shell: Shell,
  readLine: (first: boolean) => Promise<string>,
): Promise<LineParser | undefined> {
  let text = ''
  const first = shell.inputLine
  for (;;) {
    const line = await readLine(text === '')
    if (line === '' && text === '') return undefined
    text += line
    shell.inputLine++
    try {
      const parser = new LineParser(text, shell.dialect, first)
      while (parser.next()) {
        // only to see whether it is complete
      }
      if (!(parser.wantsMore && line !== '')) return new LineParser(text, shell.dialect, first)
    } catch (error) {
      if (!(error instanceof ScriptError) || !error.incomplete || line === '') throw error
    }
  }
}

export async function runStandardInput(shell: Shell): Promise<number> {
  for (;;) {
    const parser = await nextCommands(shell, () => readInputLine(shell))
    if (!parser) return shell.status
    for (let list = parser.next(); list; list = parser.next()) await execute(shell, list)
  }
}
