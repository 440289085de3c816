// Parses one line by the kind of its instruction (BuildKit frontend/dockerfile/parser/line_parsers.go).
import { jsonProblem } from '../../codec/json-problem.ts'
import { invalid } from '../../world/refusal.ts'
import { quotedWords, splitInstruction } from './split.ts'

export interface ParsedLine {
  /** As it was written. */
  readonly word: string
  /** `--interval=3s` and the like, which stand before the rest. */
  readonly flags: readonly string[]
  /** What the rest says, taken apart as the instruction wants it. */
  readonly args: readonly string[]
  /** The rest was a JSON list of strings. */
  readonly isJson: boolean
  /** All of it. */
  readonly original: string
}

type Parts = Pick<ParsedLine, 'args' | 'isJson'>
type Parser = (rest: string, escaper: string, word: string) => Parts

const plain = (args: readonly string[]): Parts => ({ args, isJson: false })

const whole: Parser = (rest) => plain(rest === '' ? [] : [rest])
const byBlanks: Parser = (rest) => plain(rest === '' ? [] : rest.split(/[\t\v\f\r ]+/))
const byWords: Parser = (rest, escaper) => plain(quotedWords(rest, escaper))
const listOr =
  (otherwise: Parser): Parser =>
  (rest, escaper, word) => {
    const list = jsonList(rest)
    return list ? { args: list, isJson: true } : otherwise(rest, escaper, word)
  }

/** `A=b "C d"=e`, or the older `A b c` with one name; names and values in turn. */
const namesAndValues: Parser = (rest, escaper, word) => {
  const words = quotedWords(rest, escaper)
  if (words.length === 0) return plain([])
  if (!words[0]!.includes('=')) {
    const [, name = '', value] = /^([^\t\v\f\r ]*)[\t\v\f\r ]+(.*)$/s.exec(rest) ?? []
    if (value === undefined) throw invalid(`${word.toUpperCase()} must have two arguments`)
    return plain([name, value])
  }
  return plain(
    words.flatMap((each) => {
      const cut = each.indexOf('=')
      if (cut < 0) {
        throw invalid(`Syntax error - can't find = in ${JSON.stringify(each)}. Must be of the form: name=value`)
      }
      return [each.slice(0, cut), each.slice(cut + 1)]
    }),
  )
}

const health: Parser = (rest, escaper, word) => {
  const [, kind = '', command = ''] = /^(\S*)\s*(.*)$/s.exec(rest) ?? []
  if (kind === '') return plain([])
  const { args, isJson } = listOr(whole)(command, escaper, word)
  return { args: [kind, ...args], isJson }
}

const behindOnbuild: Parser = (rest, escaper) => {
  if (rest === '') return plain([])
  const inner = parseLine(rest, escaper)
  return plain([inner.word, ...inner.args])
}

const parsers: Readonly<Record<string, Parser>> = {
  ADD: listOr(byBlanks),
  ARG: byWords,
  CMD: listOr(whole),
  COPY: listOr(byBlanks),
  ENTRYPOINT: listOr(whole),
  ENV: namesAndValues,
  EXPOSE: byBlanks,
  FROM: byBlanks,
  HEALTHCHECK: health,
  LABEL: namesAndValues,
  MAINTAINER: whole,
  ONBUILD: behindOnbuild,
  RUN: listOr(whole),
  SHELL: listOr(whole),
  STOPSIGNAL: whole,
  USER: whole,
  VOLUME: listOr(byBlanks),
  WORKDIR: whole,
}

/** Every word that begins an instruction. */
export const instructionWords: readonly string[] = Object.keys(parsers)

/** What no instruction begins with is parsed too, without its arguments: it is refused later. */
export function parseLine(original: string, escaper: string): ParsedLine {
  const { word, flags, rest } = splitInstruction(original, escaper)
  const upper = word.toUpperCase()
  const parse = Object.hasOwn(parsers, upper) ? parsers[upper]! : () => plain([])
  return { word, flags, original, ...parse(rest, escaper, word) }
}

/** `["a", "b"]`, or undefined for what is no JSON list. Throws for a list of anything but strings. */
function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[') || jsonProblem(text) !== undefined) return undefined
  const value: unknown = JSON.parse(text)
  if (!Array.isArray(value)) return undefined
  if (!value.every((word) => typeof word === 'string')) {
    throw invalid('when using JSON array syntax, arrays must be comprised of strings only')
  }
  return value
}
