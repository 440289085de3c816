// What an audit says of a run, from what was seen of it.
import { expect, test } from 'vitest'
import { findingOf, type Seen } from '../../src/daemon/runner/verdict.ts'
import type { SurvivalSpec } from '../../src/scenario/language.ts'

const seen = (more: Partial<Seen> & { readonly exit?: number } = {}): Seen => ({
  ending: { code: more.exit ?? 0, signal: undefined },
  stderr: '',
  touched: true,
  timeout: 30_000,
  ...more,
})

test.for<[Seen, SurvivalSpec['exit'], string]>([
  [seen(), undefined, 'survived'],
  [seen({ exit: 1 }), undefined, 'survived'],
  [seen(), 'zero', 'survived'],
  [seen({ exit: 125 }), 'nonzero', 'survived'],
  [seen({ exit: 1 }), 'zero', 'wrong exit: it exited with 1, though what it asked for was done or can be'],
  [seen(), 'nonzero', 'wrong exit: it exited with 0, though what it asked for was not done'],
  [seen({ touched: false }), 'nonzero', 'not touched: it asked for nothing that the scenario is about'],
  [seen({ touched: false, exit: 2 }), 'nonzero', 'wrong exit: it exited with 2, though nothing has failed'],
  [seen({ ending: undefined }), 'any', 'hung: it had not ended after 30s'],
  [seen({ ending: { code: undefined, signal: 'SIGSEGV' } }), 'any', 'crashed: it was ended by SIGSEGV'],
  [seen({ exit: 134 }), 'any', 'crashed: something in it was ended by SIGABRT'],
  [seen({ exit: 137 }), 'any', 'survived'],
])('%o of a scenario that is survived with %s', ([what, exit, words]) => {
  const { verdict, why } = findingOf(what, exit && { exit })
  expect(why === undefined ? verdict : `${verdict}: ${why}`).toBe(words)
})

test.for<readonly [string, string]>([
  [
    'Go',
    'panic: runtime error: invalid memory address or nil pointer dereference\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:9 +0x18\nexit status 2\n',
  ],
  ['Node.js', '/src/tool.js:3\n    throw error\n    ^\n\nError: no\n    at tool.js:3:9\n\nNode.js v20.19.0\n'],
  [
    'Node.js',
    'Warning: Detected unsettled top-level await at\nfile:///src/tool.mjs:4\nawait new Promise(() => {})\n^\n\n\n',
  ],
  ['Python', 'Traceback (most recent call last):\n  File "tool.py", line 1, in <module>\nKeyError: \'Names\'\n'],
  ['Java', 'Exception in thread "main" java.lang.NullPointerException\n\tat com.example.Tool.main(Tool.java:12)\n'],
  ['Rust', "thread 'main' panicked at src/main.rs:2:5:\nno\n"],
  ['.NET', 'Unhandled exception. System.NullReferenceException: Object reference not set\n   at Tool.Main()\n'],
  ['Ruby', "tool.rb:1:in `<main>': undefined method `fetch' for nil (NoMethodError)\n"],
])('an error that nobody caught in %s is a crash', ([language, stderr]) => {
  expect(findingOf(seen({ exit: 1, stderr }))).toMatchObject({
    verdict: 'crashed',
    why: expect.stringContaining(language),
  })
})

test.for([
  'Error response from daemon: failed: goroutine 1 [running]:\ngoroutine 1 [running]:\n',
  "docker: Error response from daemon: No such image: alpine:latest\n\nRun 'docker run --help' for more information\n",
  'error: panicked callers are called back\n  at noon\n',
])('a message that only speaks of such things is none: %j', (stderr) => {
  expect(findingOf(seen({ exit: 1, stderr }), { exit: 'nonzero' })).toEqual({ verdict: 'survived' })
})
