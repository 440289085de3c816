// How redis-cli shows an answer: plainly for programs, with types and numbers for people.
import type { Answer } from './reply-reader.ts'

/** The text alone, without a line's end. */
export function rawText(answer: Answer): string {
  switch (answer.kind) {
    case 'nil':
      return ''
    case 'error':
      return `${answer.text}\n`
    case 'list':
      return answer.items.map(rawText).join('\n')
    default:
      return answer.text
  }
}

/** With a line's end. */
export function formattedText(answer: Answer, prefix = ''): string {
  switch (answer.kind) {
    case 'nil':
      return '(nil)\n'
    case 'status':
      return `${answer.text}\n`
    case 'error':
      return `(error) ${answer.text}\n`
    case 'integer':
      return `(integer) ${answer.text}\n`
    case 'text':
      return `${quoted(answer.text)}\n`
    case 'list':
      return formattedList(answer.items, prefix)
  }
}

function formattedList(items: readonly Answer[], prefix: string): string {
  if (items.length === 0) return '(empty array)\n'
  const width = String(items.length).length
  const inner = prefix + ' '.repeat(width + 2)
  return items
    .map((item, index) => {
      const number = String(index + 1).padStart(width)
      return `${index === 0 ? '' : prefix}${number}) ${formattedText(item, inner)}`
    })
    .join('')
}

const named: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
}

function quoted(text: string): string {
  const shown = text.replace(
    /[^ !#-[\]-~]/g,
    (char) => named[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `"${shown}"`
}
