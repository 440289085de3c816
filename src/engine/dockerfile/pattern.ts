// The patterns of `${NAME#pattern}`, `${NAME%pattern}` and `${NAME/pattern/text}` in Dockerfiles (BuildKit's shell/lex.go).

/** `#` takes the shortest beginning away that matches, `##` the longest. */
export function withoutPrefix(value: string, word: string): string {
  const [pattern, greedy] = word.startsWith('#') ? [word.slice(1), true] : [word, false]
  return value.replace(new RegExp(`^${expression(pattern, greedy)}`, 'su'), '')
}

/** `%` takes the shortest end away that matches, `%%` the longest. */
export function withoutSuffix(value: string, word: string): string {
  const [pattern, greedy] = word.startsWith('%') ? [word.slice(1), true] : [word, false]
  const whole = new RegExp(`^(?:${expression(pattern, true)})$`, 'su')
  const characters = [...value]
  const lengths = Array.from(characters, (_, index) => index + 1)
  for (const length of greedy ? lengths.reverse() : lengths) {
    const kept = characters.length - length
    if (whole.test(characters.slice(kept).join(''))) return characters.slice(0, kept).join('')
  }
  return value
}

export function replaced(value: string, pattern: string, text: string, all: boolean): string {
  return value.replace(new RegExp(expression(pattern, true), all ? 'gsu' : 'su'), () => text)
}

/** `*` is anything, `?` one character; a backslash takes their meaning. */
function expression(pattern: string, greedy: boolean): string {
  return pattern.replace(/\\([\s\S])|[*?]|[[\]{}.+()|^$/\\]/gu, (found: string, escaped?: string) => {
    if (escaped !== undefined) return /[*?\\/}]/.test(escaped) ? `\\${escaped}` : found
    if (found === '*') return greedy ? '.*' : '.*?'
    return found === '?' ? '.' : `\\${found}`
  })
}
