// Applets that turn every line of their input into some text.
import type { Process } from '../process.ts'
import { eachInput } from './inputs.ts'
import { readLines } from './lines.ts'
import { standardOutput } from './output.ts'

/** Prints what `change` makes of every line, newlines included; 0, or 1 if an input could not be read. */
export async function mapLines(
  process: Process,
  names: readonly string[],
  change: (line: string) => string,
  failed?: (name: string) => string,
): Promise<number> {
  const output = standardOutput(process)
  const good = await eachInput(
    process,
    names,
    async (descriptor) => {
      for await (const lines of readLines(process, descriptor)) {
        for (const line of lines) await output.print(change(line))
        await output.flush()
      }
    },
    failed,
  )
  return good ? 0 : 1
}
