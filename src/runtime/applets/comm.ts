// comm: compares two sorted files.
import type { Program } from '../process.ts'
import { openInput } from './inputs.ts'
import { LineReader } from './lines.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

const comm: Program = async (process) => {
  const options = await parseOptions(process, { letters: '123', usage: '[-123] FILE1 FILE2', operands: [2, 2] })
  const [left, right] = options.operands.map((name) => new LineReader(process, openInput(process, name))) as [
    LineReader,
    LineReader,
  ]
  const output = standardOutput(process)
  const print = async (column: 1 | 2 | 3, line: string) => {
    if (options.has(String(column))) return
    const before = [1, 2].filter((each) => each < column && !options.has(String(each))).length
    await output.print(`${'\t'.repeat(before)}${line}\n`)
  }
  let one = await left.next()
  let two = await right.next()
  for (let count = 1; one !== undefined || two !== undefined; count++) {
    if (two === undefined || (one !== undefined && one < two)) {
      await print(1, one!)
      one = await left.next()
    } else if (one === undefined || one > two) {
      await print(2, two)
      two = await right.next()
    } else {
      await print(3, one)
      one = await left.next()
      two = await right.next()
    }
    if (count % 1024 === 0) await process.tick()
  }
  return 0
}
export default comm
