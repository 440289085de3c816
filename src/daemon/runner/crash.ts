// Whether a program ended because it broke: what the runtimes of programs print when nobody caught an error.
import { type Ending, exitCodeOf } from './hosted-command.ts'

const traces: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  // with a place in a file: other programs pass on messages that speak of goroutines
  { what: 'a panic of Go', pattern: /^goroutine \d+ \[[^\]\n]*\]:\n[^\n]+\n\t\S+\.go:\d+/m },
  { what: 'an uncaught error of Node.js', pattern: /^Node\.js v\d+\.\d+\.\d+/m },
  { what: 'that Node.js waits for what never comes', pattern: /^Warning: Detected unsettled top-level await/m },
  { what: 'an uncaught error of Deno', pattern: /^error: Uncaught /m },
  { what: 'an uncaught exception of Python', pattern: /^Traceback \(most recent call last\):/m },
  {
    what: 'an uncaught exception of Java',
    pattern: /^(Exception in thread "|\s+at [\w.$/@]+\([\w$]+\.(java|kt):\d+\))/m,
  },
  { what: 'a panic of Rust', pattern: /^thread '.*' .*panicked at /m },
  { what: 'an unhandled exception of .NET', pattern: /^Unhandled exception\. /m },
  { what: 'an uncaught exception of Ruby', pattern: /^\S+:\d+:in [`'].*\(\w+(::\w+)*(Error|Exception)\)/m },
]

/** Signals that a program gets for its own faults; shells exit with 128 and their number when a child did. */
const faults = new Map([
  [132, 'SIGILL'],
  [134, 'SIGABRT'],
  [135, 'SIGBUS'],
  [136, 'SIGFPE'],
  [139, 'SIGSEGV'],
])

/** What broke it, as a clause; undefined if it ended of its own will. */
export function crashOf(ending: Ending, stderr: string): string | undefined {
  if (ending.signal !== undefined) return `it was ended by ${ending.signal}`
  const fault = faults.get(exitCodeOf(ending))
  if (fault !== undefined) return `something in it was ended by ${fault}`
  const trace = traces.find(({ pattern }) => pattern.test(stderr))
  return trace && `it printed ${trace.what}`
}
