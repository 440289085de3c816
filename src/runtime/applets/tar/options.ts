// tar's arguments, with and without a dash.
import type { Process } from '../../process.ts'
import { toBytes } from '../byte-string.ts'
import { openInput, readAll, using } from '../inputs.ts'
import { type Options, parseOptions, showUsage } from '../options.ts'
import { Glob } from '../text-pattern/glob.ts'

export interface TarJob {
  readonly action: 'c' | 'x' | 't'
  readonly file: string
  readonly directory: string | undefined
  readonly verbose: boolean
  readonly gzip: boolean
  readonly follow: boolean
  readonly toOutput: boolean
  readonly keep: boolean
  /** what is unpacked belongs to who unpacks it, and is as old as that */
  readonly ownFiles: boolean
  readonly touch: boolean
  /** members that are left out, and those that are wanted (none: all) */
  readonly excludes: readonly Glob[]
  readonly names: readonly string[]
  /** leading parts of names that are cut off */
  readonly strip: number
}

const rules = {
  letters: 'cxtf:C:vzahOkT:X:pojJmN',
  long: {
    create: 'c',
    extract: 'x',
    get: 'x',
    list: 't',
    file: 'f',
    directory: 'C',
    verbose: 'v',
    gzip: 'z',
    dereference: 'h',
    'to-stdout': 'O',
    'keep-old': 'k',
    'files-from': 'T',
    'exclude-from': 'X',
    'same-permissions': 'p',
    'preserve-permissions': 'p',
    'no-same-permissions': 'p',
    'no-same-owner': 'o',
    'numeric-owner': 'N',
    touch: 'm',
    overwrite: 'p',
  },
  usage: 'c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]...',
}

async function linesIn(process: Process, names: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  for (const name of names) {
    const text = await using(process, openInput(process, name), (descriptor) => readAll(process, descriptor))
    lines.push(...text.split('\n').filter((line) => line !== ''))
  }
  return lines
}

/** `xzf a.tgz` as `-x -z -f a.tgz`: every letter that takes a value takes the next word. */
function withDashes(words: readonly string[]): string[] {
  const [first = '', ...rest] = words
  if (first.startsWith('-')) return [...words]
  const result: string[] = []
  for (const letter of first) {
    const takes = rules.letters[rules.letters.indexOf(letter) + 1] === ':'
    result.push(`-${letter}`)
    if (takes && rest.length > 0) result.push(rest.shift()!)
  }
  return [...result, ...rest]
}

export async function readJob(process: Process): Promise<TarJob> {
  const words = process.argv.slice(1)
  if (words.length === 0) return showUsage(process, rules)
  const excluded: string[] = []
  let strip = 0
  const plain = words.filter((word, index) => {
    if (word.startsWith('--exclude=')) excluded.push(word.slice(10))
    else if (words[index - 1] === '--exclude') excluded.push(word)
    else if (word.startsWith('--strip-components=')) strip = Number(word.slice(19)) || 0
    else if (words[index - 1] === '--strip-components') strip = Number(word) || 0
    else return word !== '--exclude' && word !== '--strip-components'
    return false
  })
  const options: Options = await parseOptions(process, rules, withDashes(plain))
  const action = (['c', 'x', 't'] as const).find((letter) => options.has(letter))
  if (!action) return showUsage(process, rules)
  return {
    action,
    file: options.value('f') ?? '-',
    directory: options.value('C'),
    verbose: options.has('v'),
    gzip: options.has('z') || (action === 'c' && options.has('a') && /\.t?gz$/.test(options.value('f') ?? '')),
    follow: options.has('h'),
    toOutput: options.has('O'),
    keep: options.has('k'),
    ownFiles: options.has('o'),
    touch: options.has('m'),
    excludes: [...excluded.map(toBytes), ...(await linesIn(process, options.values('X')))].map(
      (text) => new Glob(text),
    ),
    names: [...options.operands, ...(await linesIn(process, options.values('T')))],
    strip,
  }
}

/** Whether -X or --exclude leaves a name out: by its whole, or by any part of it. */
export function isExcluded({ excludes }: TarJob, name: string): boolean {
  const bytes = toBytes(name.replace(/\/$/, ''))
  const parts = bytes.split('/')
  return excludes.some((glob) =>
    parts.some(
      (_, index) => glob.matches(parts.slice(index).join('/')) || glob.matches(parts.slice(0, index + 1).join('/')),
    ),
  )
}
