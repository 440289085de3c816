// expand and unexpand: tabs to blanks, blanks to tabs.
import type { Program } from '../process.ts'
import { mapLines } from './each-line.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { appletName } from './report.ts'

function toBlanks(line: string, width: number, onlyFirst: boolean): string {
  let result = ''
  for (const [at, character] of [...line].entries()) {
    if (onlyFirst && character !== '\t' && character !== ' ') return result + line.slice(at)
    result += character === '\t' ? ' '.repeat(width - (result.length % width)) : character
  }
  return result
}

function toTabs(line: string, width: number, everywhere: boolean): string {
  let result = ''
  let column = 0
  for (let at = 0; at < line.length; ) {
    const blanks = /^[ \t]+/.exec(line.slice(at))
    if (!blanks) {
      if (!everywhere) return result + line.slice(at)
      result += line[at++]
      column++
      continue
    }
    let end = column
    for (const character of blanks[0]) end = character === '\t' ? end + width - (end % width) : end + 1
    const lone = blanks[0] === ' ' && everywhere
    while (!lone && Math.floor(column / width) < Math.floor(end / width)) {
      result += '\t'
      column += width - (column % width)
    }
    result += ' '.repeat(end - column)
    column = end
    at += blanks[0].length
  }
  return result
}

const expand: Program = async (process) => {
  const back = appletName(process) === 'unexpand'
  const options = await parseOptions(process, {
    letters: back ? 'ft:a' : 'it:',
    long: { initial: 'i', tabs: 't', all: 'a', 'first-only': 'f' },
    usage: back ? '[-fa][-t N] [FILE]...' : '[-i] [-t N] [FILE]...',
  })
  const width = Math.max(1, integerOf(options.value('t') ?? '8'))
  const everywhere = (options.has('a') || options.has('t')) && !options.has('f')
  const change = (line: string) => (back ? toTabs(line, width, everywhere) : toBlanks(line, width, options.has('i')))
  return mapLines(process, options.operands, (line) => `${change(line)}\n`)
}
export default expand
