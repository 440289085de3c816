// printenv: prints variables of the environment.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

const printenv: Program = async (process) => {
  const { operands } = await parseOptions(process, { letters: '', usage: '[VARIABLE]...' })
  const output = standardOutput(process)
  if (operands.length === 0) {
    for (const [name, value] of Object.entries(process.env)) await output.print(toBytes(`${name}=${value}\n`))
    return 0
  }
  let code = 0
  for (const name of operands) {
    const value = process.env[name]
    if (value === undefined) code = 1
    else await output.print(toBytes(`${value}\n`))
  }
  return code
}
export default printenv
