// How psql shows rows: aligned, or with a sign between the columns.

export interface Shown {
  readonly tuplesOnly: boolean
  readonly aligned: boolean
  readonly separator: string
}

export function rowsText(
  columns: readonly string[],
  numeric: readonly boolean[],
  rows: readonly (readonly (string | null)[])[],
  { tuplesOnly, aligned, separator }: Shown,
): string {
  const texts = rows.map((row) => row.map((text) => text ?? ''))
  const count = `(${rows.length} row${rows.length === 1 ? '' : 's'})\n`
  if (!aligned) {
    const lines = [...(tuplesOnly ? [] : [columns]), ...texts].map((row) => `${row.join(separator)}\n`)
    return lines.join('') + (tuplesOnly ? '' : count)
  }
  const widths = columns.map((name, at) =>
    Math.max(tuplesOnly ? 0 : name.length, ...texts.map((row) => row[at]!.length)),
  )
  const lines = texts.map((row) => {
    const cells = row.map((text, at) => (numeric[at] ? text.padStart(widths[at]!) : text.padEnd(widths[at]!)))
    return ` ${cells.join(' | ')}`.replace(/\s+$/, (blanks) => (numeric.at(-1) ? blanks : '')).padEnd(1)
  })
  const body = lines.map((line) => `${line}\n`).join('')
  if (tuplesOnly) return `${body}\n`
  const head = columns.map((name, at) => {
    const left = Math.floor((widths[at]! - name.length) / 2)
    return ` ${' '.repeat(left)}${name}${' '.repeat(widths[at]! - name.length - left)} `
  })
  return `${head.join('|')}\n${widths.map((width) => '-'.repeat(width + 2)).join('+')}\n${body}${count}\n`
}
