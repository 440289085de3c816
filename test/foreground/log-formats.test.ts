// Lines of the log, byte for byte as dockerd 28.5.2 has written them.
import { expect, test } from 'vitest'
import { colouredText, jsonLine, type LogLine, logfmt } from '../../src/daemon/foreground/log-formats.ts'
import { isLogged, levelNamed, silentLogger } from '../../src/world/logger.ts'

const at = Date.parse('2026-11-21T15:03:00.238Z')

const line = (level: LogLine['level'], message: string, fields: LogLine['fields'] = {}): LogLine => ({
  at,
  level,
  message,
  fields,
})

test.for([
  [line('info', 'Starting up'), 'time="2026-11-21T15:03:00.238000000Z" level=info msg="Starting up"\n'],
  [line('debug', 'event', { topic: '/tasks/create' }), 'level=debug msg=event topic=/tasks/create\n'],
  [line('error', 'x', { error: '', b: true, a: 1 }), ' level=error msg=x a=1 b=true error=\n'],
  [
    line('warning', 'a "b"\n\t\u0001\u007fé\u00a0👋'),
    String.raw`level=warning msg="a \"b\"\n\t\x01\x7fé\u00a0👋"` + '\n',
  ],
  [line('info', 'serving...', { v: '2.1.9+unknown', 'a b': '%' }), 'msg=serving... a b="%" v=2.1.9+unknown\n'],
] as const)('without a terminal %o is logfmt', ([logged, text]) => {
  expect(logfmt(logged)).toContain(text)
})

test.for([
  [
    line('info', 'Starting up'),
    '\x1b[36mINFO\x1b[0m[2026-11-21T15:03:00.238000000Z] Starting up                                  \n',
  ],
  [
    line('debug', 'processing event stream', { namespace: 'fgp', module: 'libcontainerd' }),
    '\x1b[37mDEBU\x1b[0m[2026-11-21T15:03:00.238000000Z] processing event stream                       \x1b[37mmodule\x1b[0m=libcontainerd \x1b[37mnamespace\x1b[0m=fgp\n',
  ],
  [
    line('warning', 'a\n'),
    '\x1b[33mWARN\x1b[0m[2026-11-21T15:03:00.238000000Z] a                                            \n',
  ],
  [line('error', ''), '\x1b[31mERRO\x1b[0m['],
] as const)('at a terminal %o has colours', ([logged, text]) => {
  expect(colouredText(logged)).toContain(text)
})

test('as JSON a line is an object with sorted keys, and nothing in it that HTML could take for its own', () => {
  const vars = { text: 'map[version:1.51]', json: { version: '1.51', '10': 'x', '9': '<&>' } }
  expect(jsonLine(line('debug', 'handling GET request', { vars, status: 404 }))).toBe(
    String.raw`{"level":"debug","msg":"handling GET request","status":404,"time":"2026-11-21T15:03:00.238000000Z","vars":{"10":"x","9":"\u003c\u0026\u003e","version":"1.51"}}` +
      '\n',
  )
})

test.for([
  ['debug', 'debug'],
  ['WARN', 'warning'],
  ['warning', undefined],
  ['bogus', undefined],
] as const)('%j is the level %s', ([name, level]) => {
  expect(levelNamed(name)).toBe(level)
})

test('what is graver than the level is logged, and nothing by a logger that nobody wants', () => {
  const logger = { level: 'warning', log() {} } as const
  expect([isLogged(logger, 'error'), isLogged(logger, 'warning'), isLogged(logger, 'info')]).toEqual([
    true,
    true,
    false,
  ])
  expect(isLogged(silentLogger, 'fatal')).toBe(false)
})
