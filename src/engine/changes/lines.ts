// Reads instructions as a Dockerfile has them, for `--change` of commit and import (BuildKit frontend/dockerfile/parser).
import { invalid } from '../../world/refusal.ts'

export interface Instruction {
  /** As it was written. */
  readonly word: string
  /** `--interval=3s` and the like, which stand before the rest. */
  readonly flags: readonly string[]
  readonly rest: string
}

/** Comments and empty lines are passed over, a line that ends in a backslash goes on in the next. */
export function readInstructions(text: string): Instruction[] {
  const instructions: Instruction[] = []
  let line = ''
  for (const piece of text.split('\n')) {
    if (/^\s*(#|$)/.test(piece)) continue
    const goesOn = /\\[ \t]*$/.exec(piece)
    line += goesOn ? piece.slice(0, goesOn.index) : piece
    if (goesOn) continue
    instructions.push(readInstruction(line.trim()))
    line = ''
  }
  if (line.trim() !== '') instructions.push(readInstruction(line.trim()))
  if (instructions.length === 0) throw invalid('file with no instructions')
  return instructions
}

function readInstruction(line: string): Instruction {
  const [, word = '', after = ''] = /^(\S+)\s*(.*)$/s.exec(line) ?? []
  const flags: string[] = []
  let rest = after
  for (let flag = nextFlag(rest); flag !== undefined; flag = nextFlag(rest)) {
    rest = rest.slice(flag.length).trimStart()
    if (flag === '--') break
    flags.push(flag)
  }
  return { word, flags, rest }
}

const nextFlag = (text: string): string | undefined => /^--\S*/.exec(text)?.[0]

/** `["a", "b"]`, or undefined for what is no JSON list of strings. */
export function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) && value.every((word) => typeof word === 'string') ? value : undefined
  } catch {
    return undefined
  }
}

/** `A=b "C d"=e`, or the older `A b c` with one name. Quotes stay for the expansion to take off. */
export function namesAndValues(word: string, rest: string): [name: string, value: string][] {
  const words = quotedWords(rest)
  if (words.length === 0) throw invalid(`${word} requires at least one argument`)
  if (!words[0]!.includes('=')) {
    const [, name = '', value] = /^(\S+)\s+(.*)$/s.exec(rest) ?? []
    if (value === undefined) throw invalid(`${word} must have two arguments`)
    return [[name, value]]
  }
  return words.map((each) => {
    const cut = each.indexOf('=')
    if (cut < 0) {
      throw invalid(`Syntax error - can't find = in ${JSON.stringify(each)}. Must be of the form: name=value`)
    }
    return [each.slice(0, cut), each.slice(cut + 1)]
  })
}

/** Splits at blanks that are neither quoted nor escaped. */
function quotedWords(text: string): string[] {
  return text.match(/(?:\\.|'[^']*'?|"(?:\\.|[^"\\])*"?|[^\s\\'"]|\\$)+/gs) ?? []
}
