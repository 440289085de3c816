// env: prints the environment, or runs a command in a changed one.
import type { Program } from '../process.ts'
import { toBytes } from './byte-string.ts'
import { become } from './command.ts'
import { parseOptions } from './options.ts'
import { standardOutput } from './output.ts'

const env: Program = async (process) => {
  const options = await parseOptions(process, {
    letters: '+iu:0',
    long: { 'ignore-environment': 'i', unset: 'u', null: '0' },
    usage: '[-iu0] [-] [NAME=VALUE]... [PROG [ARGS]]',
  })
  const words = [...options.operands]
  const empty = options.has('i') || words[0] === '-'
  if (words[0] === '-') words.shift()
  const variables: Record<string, string> = empty ? {} : { ...process.env }
  for (const name of options.values('u')) delete variables[name]
  for (let equals = words[0]?.indexOf('=') ?? -1; equals >= 0; equals = words[0]?.indexOf('=') ?? -1) {
    const word = words.shift()!
    variables[word.slice(0, equals)] = word.slice(equals + 1)
  }
  if (words.length > 0) return become(process, words, variables)
  const end = options.has('0') ? '\0' : '\n'
  for (const [name, value] of Object.entries(variables)) {
    await standardOutput(process).print(toBytes(`${name}=${value}${end}`))
  }
  return 0
}
export default env
