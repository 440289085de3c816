// Scripts and what a real shell in a real container answered (test/recordings/lines, made by record.ts).
import { readdirSync, readFileSync } from 'node:fs'

export interface RecordedLine {
  /** what `docker exec -w /w CONTAINER <shell> -c` gets */
  readonly script: string
  readonly stdout?: string
  readonly stderr?: string
  readonly code?: number
  /** why our answer is another one on purpose */
  readonly differs?: string
}

export interface RecordedLines {
  readonly about: string
  readonly shell: 'sh' | 'bash' | 'dash'
  readonly cases: readonly RecordedLine[]
}

const folder = new URL('../recordings/lines/', import.meta.url)

export const fileOfLines = (name: string): URL => new URL(`${name}.json`, folder)

export const namesOfLines = (): string[] =>
  readdirSync(folder)
    .map((file) => file.replace(/\.json$/, ''))
    .sort()

export const readLines = (name: string): RecordedLines => JSON.parse(readFileSync(fileOfLines(name), 'utf8'))

/**
 * Busybox shows how an applet is used in a text of its version and build: only that it did is compared. The text ends
 * where the next complaint begins.
 */
export const withoutUsage = (stderr: string): string =>
  stderr.replace(
    /BusyBox v[^\n]*multi-call binary\.\n\nUsage: [\s\S]*?(?=^(?!or: )[a-z][\w.-]*: |^BusyBox v|$(?![\s\S]))/gm,
    '<usage>\n',
  )
