// fold: breaks long lines.
import type { Program } from '../process.ts'
import { eachInput } from './inputs.ts'
import { LineReader } from './lines.ts'
import { integerOf } from './numbers.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

function columnAfter(column: number, character: string, bytes: boolean): number {
  if (bytes) return column + 1
  if (character === '\b') return Math.max(0, column - 1)
  if (character === '\r') return 0
  return character === '\t' ? column + 8 - (column % 8) : column + 1
}

/** A line with newlines where it is too wide. */
function folded(line: string, width: number, bytes: boolean, atBlanks: boolean): string {
  let result = ''
  let part = ''
  let column = 0
  for (const character of line) {
    let next = columnAfter(column, character, bytes)
    if (next > width && part !== '') {
      const blank = atBlanks ? Math.max(part.lastIndexOf(' '), part.lastIndexOf('\t')) : -1
      const cut = blank >= 0 ? blank + 1 : part.length
      result += `${part.slice(0, cut)}\n`
      part = part.slice(cut)
      column = [...part].reduce((sum, each) => columnAfter(sum, each, bytes), 0)
      next = columnAfter(column, character, bytes)
    }
    part += character
    column = next
  }
  return result + part
}

const fold: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: 'bsw:',
    long: { bytes: 'b', spaces: 's', width: 'w' },
    usage: '[-bs] [-w WIDTH] [FILE]...',
  })
  const width = integerOf(options.value('w') ?? '80')
  const output = standardOutput(process)
  const good = await eachInput(process, options.operands, async (descriptor) => {
    const reader = new LineReader(process, descriptor)
    for (let lines = await reader.batch(); lines; lines = await reader.batch()) {
      for (const [index, line] of lines.entries()) {
        const end = reader.unfinished && index === lines.length - 1 ? '' : '\n'
        await output.print(folded(line, width, options.has('b'), options.has('s')) + end)
      }
      await output.flush()
      await process.tick()
    }
  })
  return good ? 0 : 1
}
export default fold
