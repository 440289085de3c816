// Command lines with what a real busybox container gave for them.
import { readFileSync } from 'node:fs'

export interface Case {
  readonly id: string
  readonly argv: readonly string[]
  /** runs first (or meanwhile) in the same container */
  readonly before?: readonly string[]
  readonly stdin?: string
  readonly user?: string
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly expect: { readonly stdout?: string; readonly exitCode?: number; readonly exitCodeOneOf?: readonly number[] }
}

const file = new URL('corpus.json', import.meta.url)

export const cases: readonly Case[] = (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: Case[] }).cases
