// Passes on what comes at two ends, until both have said everything, or one has and the other is quiet.
import type { Process } from '../../../../runtime/process.ts'
import { FileError } from '../../../../storage/file-error.ts'
import type { End } from './end.ts'

/** ms that the other direction may be quiet when one has ended (`-t`) */
export const LINGER = 500

export type Directions = 'both' | 'forward' | 'backward'

/** Closes both in the end. */
export async function relay(
  process: Process,
  one: End,
  other: End,
  directions: Directions,
  linger: number,
): Promise<void> {
  let passed = 0
  const pump = async (from: End, to: End): Promise<void> => {
    try {
      for (let bytes = await process.read(from.from); bytes; bytes = await process.read(from.from)) {
        passed++
        await process.write(to.to, bytes)
      }
    } catch (error) {
      // reset, or taken away by what has become of the other direction
      if (!(error instanceof FileError)) throw error
    }
    to.finish()
  }
  try {
    const pumps = [
      ...(directions === 'backward' ? [] : [pump(one, other)]),
      ...(directions === 'forward' ? [] : [pump(other, one)]),
    ]
    const all = Promise.all(pumps).then(() => true)
    // what the first race tells already
    all.catch(() => {})
    await Promise.race(pumps)
    for (let before = -1; before !== passed; ) {
      before = passed
      if (await Promise.race([all, process.sleep(linger).then(() => false)])) break
    }
  } finally {
    one.close()
    other.close()
  }
}
