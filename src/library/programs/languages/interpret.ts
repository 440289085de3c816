// Runs a script if it has nothing in it but what is interpreted.
import type { Process } from '../../../runtime/process.ts'
import { type Names, Run } from './run.ts'
import { readScript, type Syntax, Unsupported, type Value } from './script.ts'

/** Characters of a script that is looked at; a longer one has more in it than is interpreted. */
const LONGEST = 10_000

/**
 * The value of the last statement, and the run for what comes after (timers); or, as a text, what is not interpreted:
 * nothing has run then.
 */
export async function interpret(
  process: Process,
  source: string,
  syntax: Syntax,
  names: Names,
): Promise<{ readonly last: Value; readonly run: Run } | string> {
  if (source.length > LONGEST) return 'a script that long'
  const run = new Run(process, names)
  try {
    const statements = readScript(source, syntax)
    run.check(statements)
    return { last: await run.run(statements), run }
  } catch (error) {
    if (error instanceof Unsupported) return error.message
    throw error
  }
}

/** What a language says to code on its command line that is not interpreted. */
export async function refuse(process: Process, name: string, what: string): Promise<number> {
  await process.write(2, `${name}: mockerd runs prints, exits, sleeps and timers of literals only; not: ${what}\n`)
  return 1
}
