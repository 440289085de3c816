// What becomes of a command that cannot print: nobody reads any more, or there is no space.
import { errorText } from '../codec/path-error.ts'
import { say } from './start-options.ts'

/** It goes on: what it prints is not what it is for (moby cmd/dockerd/main.go: SIGPIPE). */
export function surviveClosedOutput(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
}

/** It ends: without a word if nobody reads any more. */
export function endWithOutput(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    say(`mockerd: cannot print: ${errorText(error)}`)
    process.exit(1)
  })
}
