// The patterns of a .dockerignore, for the files that the daemon itself needs (github.com/moby/patternmatcher).
import { posix } from 'node:path'

/** Whether the last pattern that knows the path, or a directory above it, says that it is left out. */
export function isIgnored(text: string, path: string): boolean {
  let ignored = false
  const parts = path.split('/')
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'))
  for (const { pattern, negative } of patternsOf(text)) {
    if (negative === ignored && paths.some((one) => pattern.test(one))) ignored = !negative
  }
  return ignored
}

function patternsOf(text: string): { readonly pattern: RegExp; readonly negative: boolean }[] {
  const lines = text.replace(/^\ufeff/, '').split('\n')
  return lines.flatMap((line) => {
    const plain = line.trim()
    if (line.startsWith('#') || plain === '') return []
    const negative = plain.startsWith('!')
    const cleaned = posix.normalize((negative ? plain.slice(1) : plain).trim()).replace(/^\/(?=.)|(?<=.)\/$/g, '')
    return [{ pattern: expressionOf(cleaned), negative }]
  })
}

/** `**` matches any number of directories, `*` and `?` no slash. */
function expressionOf(pattern: string): RegExp {
  const body = pattern.replace(/\*\*\/?|\*|\?|\\(.)|\[[^\]]*\]|[.+(){}|^$]/gs, (found: string, escaped?: string) => {
    if (found.startsWith('**')) return found.endsWith('/') ? '(.*/)?' : '.*'
    if (found === '*') return '[^/]*'
    if (found === '?') return '[^/]'
    if (escaped !== undefined) return `\\${escaped}`
    return found.startsWith('[') ? found : `\\${found}`
  })
  try {
    return new RegExp(`^${body}$`, 's')
  } catch {
    // a pattern that cannot be read matches nothing
    return /^(?!)/
  }
}
