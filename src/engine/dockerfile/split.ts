// Splits the text of an instruction: its word, the flags before the rest, words with quotes (BuildKit's parser).

/** `RUN --network=none x` -> `RUN`, `--network=none`, `x`. */
export function splitInstruction(
  line: string,
  escaper: string,
): { readonly word: string; readonly flags: readonly string[]; readonly rest: string } {
  const [, word = '', after = ''] = /^([^\t\v\f\r ]+)(?:[\t\v\f\r ]+(.*))?$/s.exec(line.trim()) ?? []
  const { flags, rest } = takeFlags(after, escaper)
  return { word, flags, rest: rest.trim() }
}

/** Words that begin with `--`, without their quotes, up to the first that does not, or to `--` itself. */
function takeFlags(text: string, escaper: string): { readonly flags: string[]; readonly rest: string } {
  const flags: string[] = []
  let at = 0
  for (;;) {
    while (at < text.length && /\s/.test(text[at]!)) at++
    if (!text.startsWith('--', at)) return { flags, rest: text.slice(at) }
    const { word, next } = takeWord(text, at, escaper)
    at = next
    if (word === '--') return { flags, rest: text.slice(at) }
    flags.push(word)
  }
}

function takeWord(text: string, from: number, escaper: string): { readonly word: string; readonly next: number } {
  let word = ''
  let quote = ''
  let at = from
  for (; at < text.length && (quote !== '' || !/\s/.test(text[at]!)); at++) {
    const character = text[at]!
    if (character === quote) quote = ''
    else if (quote === '' && /["']/.test(character)) quote = character
    else if (character === escaper) word += text[++at] ?? ''
    else word += character
  }
  return { word, next: at }
}

/** Splits at blanks that are neither quoted nor escaped. Quotes stay for the expansion to take off. */
export function quotedWords(text: string, escaper: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (quote === '' && /\s/.test(character)) {
      if (word !== undefined && word !== '') words.push(word)
      word = undefined
      continue
    }
    if (quote === '' && /["']/.test(character)) quote = character
    else if (character === quote) quote = ''
    if (character === escaper && quote !== "'") {
      // one at the very end stands for nothing
      if (at + 1 < text.length) word = `${word ?? ''}${character}${text[++at]}`
      continue
    }
    word = (word ?? '') + character
  }
  if (word !== undefined && word !== '') words.push(word)
  return words
}
