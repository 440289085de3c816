// Asks the user on standard error and reads y or n.
import type { Process } from '../process.ts'
import { bytesOf } from './byte-string.ts'

/** True when the answer's first letter is y. */
export async function confirm(process: Process, question: string): Promise<boolean> {
  await process.write(2, question)
  let answer = ''
  for (;;) {
    const chunk = await process.read(0, 1)
    if (chunk === undefined || chunk[0] === 10) break
    if (answer.length < 16) answer += bytesOf(chunk)
  }
  return /^\s*[yY]/.test(answer)
}
