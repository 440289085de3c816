// A program in TypeScript, which images name after its file.
import type { Program } from '../../../src/index.ts'

const shout: Program = async (process) => {
  await process.write(1, `${process.argv.slice(1).join(' ').toUpperCase()}!\n`)
  return 0
}
export default shout
