// The options of procps' ps as far as `docker top` can use them: what is shown, and of which processes.
import { broken } from '../../../world/refusal.ts'
import { type Column, columnNamed, format, isUser } from './columns.ts'

/** Which processes somebody asked for; those that match any of them are shown. */
export interface Selection {
  readonly kind: 'pid' | 'parent' | 'user' | 'group' | 'command' | 'session' | 'tty'
  readonly values: readonly string[]
}

export interface PsOptions {
  readonly columns: readonly Column[]
  readonly headers: boolean
  /** A tree is drawn: then ps cannot be told the processes of the container. */
  readonly forest: boolean
  readonly all: boolean
  readonly negated: boolean
  readonly selections: readonly Selection[]
  /** prints a text instead */
  readonly informs: boolean
}

/** What is gathered while the words are read. */
interface Draft {
  chosen: Column[]
  formats: string[]
  flags: Set<string>
  selections: Selection[]
}

const refuse = (message: string): never => {
  throw broken(`ps: error: ${message}`)
}

const unixFormats: Readonly<Record<string, string>> = {
  '': 'pid tty=TTY time ucmd',
  f: 'user=UID pid ppid c stime tty=TTY time cmd',
  F: 'user=UID pid ppid c sz rss psr stime tty=TTY time cmd',
  l: 'f s uid pid ppid c !PRI ni !ADDR sz wchan tty=TTY time ucmd',
  j: 'pid pgid sid tty=TTY time ucmd',
  jf: 'user=UID pid ppid pgid sid c stime tty=TTY time cmd',
  y: 's uid pid ppid c !PRI ni rss sz wchan tty=TTY time ucmd',
}

const bsdFormats: Readonly<Record<string, string>> = {
  '': 'pid tty=TTY stat bsdtime args',
  u: 'user pid pcpu pmem vsz rss tty=TTY stat start_time bsdtime args',
  l: 'f uid pid ppid !UPRI=PRI ni vsz rss wchan stat tty=TTY bsdtime args',
  j: 'ppid pid pgid sid tty=TTY tpgid stat uid bsdtime args',
  s: 'uid pid pending blocked ignored caught stat tty=TTY bsdtime args',
  v: 'pid tty=TTY stat bsdtime majflt trs drs rss pmem args',
}

const lists: Readonly<Record<string, readonly [kind: Selection['kind'], missing: string]>> = {
  p: ['pid', 'List of process IDs must follow -p.'],
  q: ['pid', 'List of process IDs must follow -q.'],
  u: ['user', 'List of users must follow -u.'],
  U: ['user', 'List of real users must follow -U.'],
  g: ['session', 'List of session leaders OR effective group names must follow -g.'],
  G: ['group', 'List of real groups must follow -G.'],
  s: ['session', 'List of session IDs must follow -s.'],
  t: ['tty', 'List of terminals (pty, tty...) must follow -t.'],
  C: ['command', 'List of command names must follow -C.'],
}

const longLists: Readonly<Record<string, Selection['kind']>> = {
  pid: 'pid',
  'quick-pid': 'pid',
  ppid: 'parent',
  user: 'user',
  User: 'user',
  group: 'group',
  Group: 'group',
  sid: 'session',
  tty: 'tty',
}

const longFlags = ['forest', 'headers', 'cumulative', 'deselect', 'info', 'help', 'version', 'context']
const noHeaders = [
  'noheader',
  'noheaders',
  'noheading',
  'noheadings',
  'no-header',
  'no-headers',
  'no-heading',
  'no-headings',
]

class Words {
  private readonly words: readonly string[]
  private at = 0
  constructor(words: readonly string[]) {
    this.words = words
  }

  next(): string | undefined {
    return this.words[this.at++]
  }

  /** What stands behind an option: the rest of its word, or the next one. */
  value(rest: string, missing: string): string {
    return rest || (this.next() ?? refuse(missing))
  }
}

/** Words with a dash mean what Unix 98 says; if that makes no sense, what BSD says: `-aux`. */
export function parsePsOptions(words: readonly string[]): PsOptions {
  let draft: Draft
  try {
    draft = read(words, false)
  } catch (error) {
    if (!words.some((word) => /^-[^-]/.test(word))) throw error
    try {
      draft = read(words, true)
    } catch {
      throw error
    }
  }
  return finish(draft)
}

function read(given: readonly string[], onlyBsd: boolean): Draft {
  const draft: Draft = { chosen: [], formats: [], flags: new Set(), selections: [] }
  const words = new Words(given)
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word.startsWith('--')) readLong(draft, word.slice(2), words)
    else if (word.startsWith('-') && !onlyBsd) readUnix(draft, word.slice(1), words)
    else if (/^\d+(,\d+)*$/.test(word)) draft.selections.push({ kind: 'pid', values: word.split(',') })
    else if (/^-?[a-zA-Z]/.test(word)) readBsd(draft, word.replace(/^-/, ''), words)
    else if (word !== '') refuse('garbage option')
  }
  return draft
}

function readLong(draft: Draft, word: string, words: Words): void {
  const [name = '', ...rest] = word.split('=')
  const kind = longLists[name]
  if (kind)
    draft.selections.push({ kind, values: words.value(rest.join('='), `list of ${name}s must follow`).split(',') })
  else if (name === 'format') choose(draft, words.value(rest.join('='), 'format specification must follow --format'))
  else if (name === 'sort') words.value(rest.join('='), 'long sort specification must follow --sort')
  else if (['rows', 'lines', 'cols', 'columns', 'width'].includes(name))
    words.value(rest.join('='), 'number of rows must follow')
  else if (noHeaders.includes(name)) draft.flags.add('no-headers')
  else if (longFlags.includes(name)) draft.flags.add(name)
  else refuse('unknown gnu long option')
}

function readUnix(draft: Draft, letters: string, words: Words): void {
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index]!
    const rest = letters.slice(index + 1)
    const list = lists[letter]
    if (list) {
      const values = words.value(rest, list[1]).split(/[, ]/)
      if (list[0] === 'user' && !values.every(isUser)) refuse('user name does not exist')
      draft.selections.push({ kind: list[0], values })
      return
    }
    if (letter === 'o' || letter === 'O') {
      choose(draft, words.value(rest, 'format specification must follow -o'))
      return
    }
    if ('Aead'.includes(letter)) draft.flags.add('all')
    else if ('fFlj'.includes(letter)) draft.formats.push(`-${letter}`)
    else if ('yZMLTHNwcPmV'.includes(letter)) draft.flags.add(`-${letter}`)
    else refuse('unsupported SysV option')
  }
}

function readBsd(draft: Draft, letters: string, words: Words): void {
  for (let index = 0; index < letters.length; index++) {
    const letter = letters[index]!
    const rest = letters.slice(index + 1)
    if (letter === 'o' || letter === 'O') {
      choose(draft, words.value(rest, 'format specification must follow o'))
      return
    }
    if ('ptUq'.includes(letter)) {
      const kind = letter === 't' ? 'tty' : letter === 'U' ? 'user' : 'pid'
      draft.selections.push({ kind, values: words.value(rest, 'list must follow option').split(',') })
      return
    }
    if (letter === 'k') {
      words.value(rest, 'long sort specification must follow k')
      return
    }
    draft.flags.add('bsd')
    if ('uljsv'.includes(letter)) draft.formats.push(letter)
    else if ('axgT'.includes(letter)) draft.flags.add(letter)
    else if (letter === 'f') draft.flags.add('forest')
    else if (letter === 'h') draft.flags.add('no-headers')
    else if ('LV'.includes(letter)) draft.flags.add('info')
    else if (!'cenrSwmHMZN'.includes(letter)) refuse('unsupported option (BSD syntax)')
  }
}

/** `pid,comm=NAME`: the title behind the last name is all of the rest. */
function choose(draft: Draft, list: string): void {
  const titled = /^([^=]*)=(.*)$/s.exec(list)
  const names = (titled ? titled[1]! : list).split(/[, ]/).filter(Boolean)
  names.forEach((name, index) => {
    const column = columnNamed(name) ?? refuse(`unknown user-defined format specifier "${name}"`)
    draft.chosen.push(titled && index === names.length - 1 ? { ...column, title: titled[2]! } : column)
  })
}

function finish({ chosen, formats, flags, selections }: Draft): PsOptions {
  const kinds = [...new Set(formats)]
  const isUnix = kinds.some((kind) => kind.startsWith('-'))
  const isBsd = kinds.some((kind) => !kind.startsWith('-'))
  if ((isUnix && isBsd) || (chosen.length > 0 && kinds.length > 0)) refuse('conflicting format options')
  if (flags.has('-y') && !kinds.includes('-l')) refuse('modifier -y without format -l makes no sense')
  const informs = ['help', 'version', 'info', '-V'].some((flag) => flags.has(flag))
  return {
    columns: chosen.length > 0 ? chosen : withFlags(defaultColumns(kinds, flags), flags),
    headers: !flags.has('no-headers'),
    forest: flags.has('forest'),
    all: flags.has('all') || flags.has('x'),
    negated: flags.has('-N') || flags.has('deselect'),
    selections,
    informs,
  }
}

function defaultColumns(kinds: readonly string[], flags: ReadonlySet<string>): Column[] {
  const has = (kind: string): boolean => kinds.includes(kind)
  const bsd = kinds.find((kind) => !kind.startsWith('-'))
  if (bsd !== undefined) return format(bsdFormats[bsd]!)
  if (kinds.length === 0) return format(flags.has('bsd') ? bsdFormats['']! : unixFormats['']!)
  if (has('-l')) return format(unixFormats[flags.has('-y') ? 'y' : 'l']!)
  if (has('-F')) return format(unixFormats.F!)
  if (has('-f')) return format(unixFormats[has('-j') ? 'jf' : 'f']!)
  return format(unixFormats.j!)
}

/** Threads and labels have columns of their own. */
function withFlags(columns: Column[], flags: ReadonlySet<string>): Column[] {
  const all = flags.has('-Z') || flags.has('-M') || flags.has('context') ? [...format('label'), ...columns] : columns
  if (!flags.has('-L') && !flags.has('-T')) return all
  const before = (title: string): number => all.findIndex((column) => column.title === title)
  if (flags.has('-T')) return all.toSpliced(before('PID') + 1, 0, ...format('spid'))
  const withThread = all.toSpliced(before(before('PPID') < 0 ? 'PID' : 'PPID') + 1, 0, ...format('lwp'))
  const place = withThread.findIndex((column) => column.title === 'C')
  return place < 0 ? withThread : withThread.toSpliced(place + 1, 0, ...format('nlwp'))
}
