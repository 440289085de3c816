// Texts that stand in a Dockerfile behind an instruction: `RUN <<EOF` (BuildKit frontend/dockerfile/parser: heredocs).
import type { ParsedLine } from './parse-line.ts'
import { quotedWords } from './split.ts'

export interface Heredoc {
  readonly name: string
  /** `<<-`: tabs before the lines do not count */
  readonly chomp: boolean
  readonly content: string
}

const MARK = /^\d*<<(-?)\s*([^<]+)$/

/** The name of a heredoc that a word stands for, without its quotes. */
export function heredocName(word: string): { readonly name: string; readonly chomp: boolean } | undefined {
  const [, dash, rest = ''] = MARK.exec(word) ?? []
  const name = rest.replace(/["'\\]/g, '')
  return name === '' || /\s/.test(rest) ? undefined : { name, chomp: dash === '-' }
}

/** Those that a line announces, still empty. Only ADD, COPY and RUN (also behind ONBUILD) have any. */
export function heredocsOf({ original, word, args, isJson }: ParsedLine): Heredoc[] {
  if (!original.includes('<<') || isJson) return []
  const kind = word.toLowerCase() === 'onbuild' ? args[0] : word
  if (!/^(add|copy|run)$/i.test(kind ?? '')) return []
  const words = quotedWords(original.replace(/<<(-?)[ \t\r]+/g, '<<$1'), '\\')
  return words.flatMap((each) => {
    const found = heredocName(each)
    return found ? [{ ...found, content: '' }] : []
  })
}
