// Brace expansion (bash): `{a,b}` and `{1..3}`.
import type { Word, WordPart } from './ast.ts'

/** a range of more words than this is none */
const MOST = 100_000

/**
 * The words that a word with unquoted braces stands for, each made when it is asked for. A brace that is quoted or comes
 * out of an expansion is a letter.
 */
export function* expandBraces(word: Word): Generator<Word> {
  // the first group, and what is left of it
  for (const alternative of firstGroup(word)) {
    if (alternative === word) yield word
    else yield* expandBraces(alternative)
  }
}

function firstGroup(word: Word): readonly Word[] {
  if (!word.some((part) => part.type === 'literal' && !part.quoted && part.text.includes('{'))) return [word]
  for (const [index, part] of word.entries()) {
    if (part.type !== 'literal' || part.quoted) continue
    for (let open = part.text.indexOf('{'); open >= 0; open = part.text.indexOf('{', open + 1)) {
      const alternatives = group(word, index, open)
      if (alternatives) return alternatives
    }
  }
  return [word]
}

function letters(text: string): WordPart {
  return { type: 'literal', text, quoted: false }
}

/** The words that the group beginning at a brace stands for; undefined if it is none. */
function group(word: Word, index: number, open: number): Word[] | undefined {
  const first = (word[index] as { text: string }).text
  const before = [...word.slice(0, index), letters(first.slice(0, open))]
  const options: WordPart[][] = [[]]
  let depth = 0
  const rest = [letters(first.slice(open + 1)), ...word.slice(index + 1)]
  for (const [at, part] of rest.entries()) {
    if (part.type !== 'literal' || part.quoted) {
      options.at(-1)!.push(part)
      continue
    }
    let start = 0
    for (let i = 0; i < part.text.length; i++) {
      const letter = part.text[i]
      if (letter === '{') depth++
      else if (letter === '}' && depth > 0) depth--
      else if (depth === 0 && (letter === ',' || letter === '}')) {
        options.at(-1)!.push(letters(part.text.slice(start, i)))
        start = i + 1
        if (letter === ',') options.push([])
        else {
          const after = [letters(part.text.slice(i + 1)), ...rest.slice(at + 1)]
          const chosen = options.length > 1 ? options : range(options[0]!)
          return chosen?.map((option) => [...before, ...option, ...after].filter(isSomething))
        }
      }
    }
    options.at(-1)!.push(letters(part.text.slice(start)))
  }
  return undefined
}

function isSomething(part: WordPart): boolean {
  return part.type !== 'literal' || part.quoted || part.text !== ''
}

/** `1..5`, `1..9..2`, `a..e` */
function range(parts: readonly WordPart[]): WordPart[][] | undefined {
  const text = parts.map((part) => (part.type === 'literal' && !part.quoted ? part.text : '\0')).join('')
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(text)
  const names = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(text)
  if (!numbers && !names) return undefined
  const from = numbers ? Number(numbers[1]) : names![1]!.charCodeAt(0)
  const to = numbers ? Number(numbers[2]) : names![2]!.charCodeAt(0)
  const step = Math.max(1, Math.abs(Number((numbers ?? names)![3] ?? 1)))
  if (Math.abs(to - from) / step > MOST) return undefined
  const padded = numbers && [numbers[1]!, numbers[2]!].some((word) => /^-?0\d/.test(word))
  const width = padded ? Math.max(numbers[1]!.length, numbers[2]!.length) : 0
  const found: WordPart[][] = []
  for (let at = from; from <= to ? at <= to : at >= to; at += from <= to ? step : -step) {
    found.push([letters(names ? String.fromCharCode(at) : String(at).padStart(width, '0'))])
  }
  return found
}
