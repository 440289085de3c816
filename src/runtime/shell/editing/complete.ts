// What Tab completes at a prompt: names of commands and of files (busybox libbb/lineedit.c: input_tab).
import { builtins } from '../builtins.ts'
import type { Shell } from '../shell.ts'

export interface Completion {
  /** where the name begins in the line, behind its directory */
  readonly from: number
  /** The names that it may become, sorted; directories end with a slash. */
  readonly matches: readonly string[]
}

/** Words are parted by these; behind some of them a command begins. A quote is not looked behind. */
const SEPARATORS = /[\s;&|(){}<>`"']/
const BEFORE_COMMAND = /(^|[;&|({`])\s*$/

/** @param before the line up to the cursor */
export function completionOf(shell: Shell, before: string): Completion {
  const start = wordStart(before)
  const from = Math.max(start, before.lastIndexOf('/') + 1)
  const directory = unescaped(before.slice(start, from))
  const beginning = unescaped(before.slice(from))
  const isCommand = BEFORE_COMMAND.test(before.slice(0, start))
  const isCd = /(^|[;&|({`])\s*cd\s+$/.test(before.slice(0, start))
  const names =
    isCommand && directory === ''
      ? [...commandsWith(shell, beginning)]
      : [...filesWith(shell, directory || '.', beginning, isCommand, isCd)]
  return { from, matches: [...new Set(names)].sort() }
}

function wordStart(before: string): number {
  for (let at = before.length; at > 0; at--) {
    if (SEPARATORS.test(before[at - 1]!) && before[at - 2] !== '\\') return at
  }
  return 0
}

const unescaped = (text: string): string => text.replace(/\\(.)/g, '$1')

/** As it has to be typed. */
export const quoted = (text: string): string => text.replace(/[\s~`#$^&*()=+{}[\]|;\\'"<>?]/g, '\\$&')

function* commandsWith(shell: Shell, beginning: string): Generator<string> {
  for (const name of builtins.keys()) if (name.startsWith(beginning)) yield name
  for (const directory of (shell.variables.get('PATH') ?? '').split(':')) {
    for (const name of filesWith(shell, directory || '.', beginning, true, false)) {
      if (!name.endsWith('/')) yield name
    }
  }
}

/** What is hidden has to be begun with its dot. */
function* filesWith(
  { process: { files }, variables }: Shell,
  directory: string,
  beginning: string,
  executable: boolean,
  directoriesOnly: boolean,
): Generator<string> {
  const home = variables.get('HOME') ?? ''
  const place = directory.startsWith('~/') ? home + directory.slice(1) : directory
  let names: readonly string[]
  try {
    names = files.list(place)
  } catch {
    return
  }
  for (const name of names) {
    if (!name.startsWith(beginning) || (name.startsWith('.') && !beginning.startsWith('.'))) continue
    const path = `${place.replace(/\/$/, '')}/${name}`
    const isDirectory = kindOf(files, path) === 'directory'
    if (isDirectory) yield `${name}/`
    else if (!directoriesOnly && (!executable || files.access(path, 1))) yield name
  }
}

function kindOf(files: Shell['process']['files'], path: string): string | undefined {
  try {
    return files.stat(path).kind
  } catch {
    return undefined
  }
}

/** Names one below the other, in as many columns as there is room for. */
export function columns(names: readonly string[], width: number): string {
  const column = Math.max(...names.map((name) => name.length)) + 2
  const across = Math.max(1, Math.floor(width / column))
  const rows = across > 1 ? Math.ceil(names.length / across) : names.length
  const lines = Array.from({ length: rows }, (_, row) => names.filter((_, index) => index % rows === row))
  return lines
    .map(
      (line) =>
        `${line
          .map((name) => name.padEnd(column))
          .join('')
          .trimEnd()}\n`,
    )
    .join('')
}

export function commonBeginning(names: readonly string[]): string {
  const [first = ''] = names
  let length = first.length
  while (!names.every((name) => name.startsWith(first.slice(0, length)))) length--
  return first.slice(0, length)
}
