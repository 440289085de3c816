// Command lines and what a real busybox container gave for them (test/recordings/applets.json, made by record.ts).
import { readFileSync } from 'node:fs'

/** A file of the directory that the command runs in: its text, where it points, or a directory. */
export type RecordedFile =
  | { readonly text: string; readonly mode?: number }
  | { readonly base64: string; readonly mode?: number }
  | { readonly target: string }
  | { readonly directory: true; readonly mode?: number }

export interface RecordedCase {
  readonly argv: readonly string[]
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, RecordedFile>>
  /** Why our answer is another one on purpose. */
  readonly locked?: string
  /** Our directories are read in alphabetical order, theirs in that of a hash: only the set of lines counts. */
  readonly unordered?: boolean
  readonly stdout?: string
  /** when the output is no text */
  readonly stdoutBase64?: string
  readonly stderr?: string
  readonly exitCode?: number
  /** what the directory holds afterwards, if that changed; null for what is gone */
  readonly after?: Readonly<Record<string, RecordedFile | null>>
}

export interface Recording {
  readonly about: string
  readonly cases: readonly RecordedCase[]
}

export const recordingPath: URL = new URL('../recordings/applets.json', import.meta.url)

export function readRecording(): Recording {
  return JSON.parse(readFileSync(recordingPath, 'utf8')) as Recording
}

/** The time that all files of a case have: seconds since 1970. */
export const fileTime = 1_700_000_000

/** Text when it is UTF-8, base64 when not. */
export function fileOf(bytes: Buffer, mode: number): RecordedFile {
  const text = bytes.toString('utf8')
  const shown = mode === 0o644 ? {} : { mode }
  return Buffer.from(text, 'utf8').equals(bytes) ? { text, ...shown } : { base64: bytes.toString('base64'), ...shown }
}

export function bytesOfFile(file: RecordedFile): Buffer {
  if ('text' in file) return Buffer.from(file.text)
  return 'base64' in file ? Buffer.from(file.base64, 'base64') : Buffer.alloc(0)
}

/** What is different in `after`. */
export function changes(
  before: Readonly<Record<string, RecordedFile>>,
  after: Readonly<Record<string, RecordedFile>>,
): Record<string, RecordedFile | null> {
  const result: Record<string, RecordedFile | null> = {}
  for (const name of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) result[name] = after[name] ?? null
  }
  return result
}
