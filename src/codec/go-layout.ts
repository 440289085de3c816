// What Go's time.Parse says of a text that is no time in a layout.

type Read = { readonly length: number; readonly outside?: string } | undefined

const two =
  (first: number, last: number, name: string, fixed = true) =>
  (text: string): Read => {
    const digits = (fixed ? /^\d\d/ : /^\d\d?/).exec(text)?.[0]
    if (digits === undefined) return undefined
    const fits = Number(digits) >= first && Number(digits) <= last
    return fits ? { length: digits.length } : { length: digits.length, outside: name }
  }

const pattern =
  (regexp: RegExp) =>
  (text: string): Read => {
    const length = regexp.exec(text)?.[0].length
    return length === undefined ? undefined : { length }
  }

/** The elements of the layouts of dates; a fraction may follow the seconds though the layout has none. */
const elements: Readonly<Record<string, (text: string) => Read>> = {
  '2006': pattern(/^\d{4}/),
  '01': two(1, 12, 'month'),
  '02': pattern(/^\d\d/),
  '15': two(0, 23, 'hour', false),
  '04': two(0, 59, 'minute'),
  '05': two(0, 59, 'second'),
  '.999999999': pattern(/^(?:[.,]\d+)?/),
  'Z07:00': pattern(/^(?:Z|[+-](?:[01]\d|2[0-4]):[0-5]\d)/),
}

/** `undefined` if the text is a time of this layout, such as `2006-01-02T15:04:05Z07:00`. */
export function layoutProblem(layout: string, text: string): string | undefined {
  const quoted = JSON.stringify(text)
  let rest = text
  for (const part of layout.split(/(2006|\.999999999|Z07:00|01|02|15|04|05)/).filter(Boolean)) {
    const read = elements[part]?.(rest) ?? (elements[part] ? undefined : literal(part, rest))
    if (read === undefined) {
      const left = elements[part] ? rest : rest.slice(sharedStart(part, rest))
      return `parsing time ${quoted} as ${JSON.stringify(layout)}: cannot parse ${JSON.stringify(left)} as ${JSON.stringify(part)}`
    }
    if (read.outside) return `parsing time ${quoted}: ${read.outside} out of range`
    rest = rest.slice(read.length)
    if (part === '05' && !layout.includes('.9')) rest = rest.replace(/^[.,]\d+/, '')
  }
  if (rest !== '') return `parsing time ${quoted}: extra text: ${JSON.stringify(rest)}`
  return isDay(text) ? undefined : `parsing time ${quoted}: day out of range`
}

const literal = (part: string, text: string): Read => (text.startsWith(part) ? { length: part.length } : undefined)

/** How far a text goes as the literal does. */
function sharedStart(part: string, text: string): number {
  let at = 0
  while (at < part.length && part[at] === text[at]) at++
  return at
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= days[month - 1]!
}
