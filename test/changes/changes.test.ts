// What `--change` of commit and import takes, and what it answers to what it does not take (recorded from Engine 28.5.2).
import { expect, test } from 'vitest'
import { applyChanges } from '../../src/engine/changes/apply.ts'
import { words28 } from '../../src/engine/words.ts'
import type { RunConfig } from '../../src/registry/manifest.ts'

const start: RunConfig = { Env: ['A=1'], Cmd: ['sh'], Labels: { own: '1' } }

const change = (...changes: string[]): Partial<RunConfig> => {
  const changed = applyChanges(start, changes, words28)
  return Object.fromEntries(Object.entries(changed).filter(([key, value]) => value !== start[key as keyof RunConfig]))
}

test.for<[string, Partial<RunConfig>]>([
  ['CMD echo hi', { Cmd: ['/bin/sh', '-c', 'echo hi'] }],
  ['cmd [ "a" , "b" ]  ', { Cmd: ['a', 'b'] }],
  ['CMD', { Cmd: ['/bin/sh', '-c'] }],
  ['CMD ["a", b]', { Cmd: ['/bin/sh', '-c', '["a", b]'] }],
  ['ENTRYPOINT x y', { Entrypoint: ['/bin/sh', '-c', 'x y'], Cmd: null }],
  ['ENTRYPOINT []', { Entrypoint: null, Cmd: null }],
  ['ENV a b c', { Env: ['A=1', 'a=b c'] }],
  ['ENV a=b c="d e" f=g\\ h', { Env: ['A=1', 'a=b', 'c=d e', 'f=g h'] }],
  ['ENV A=2 b=$A', { Env: ['A=2', 'b=1'] }],
  [`ENV a=$none-\${A}-\${B:-def}-\\$A`, { Env: ['A=1', 'a=-1-def-$A'] }],
  [`ENV a="x \\"$A\\" \${A:+y}"`, { Env: ['A=1', 'a=x "1" y'] }],
  [
    'EXPOSE 80 90/udp 100-101 127.0.0.1:80:81',
    { ExposedPorts: { '80/tcp': {}, '90/udp': {}, '100/tcp': {}, '101/tcp': {}, '81/tcp': {} } },
  ],
  ['LABEL a=$A b=\'$A\' "c d"=e', { Labels: { own: '1', a: '1', b: '$A', 'c d': 'e' } }],
  ['LABEL a b', { Labels: { own: '1', a: 'b' } }],
  ['ONBUILD RUN x', { OnBuild: ['RUN x'] }],
  ['USER $A', { User: '1' }],
  ['VOLUME /a /b', { Volumes: { '/a': {}, '/b': {} } }],
  ['VOLUME ["/a"]', { Volumes: { '/a': {} } }],
  ['WORKDIR $A/../b', { WorkingDir: '/b' }],
  ['STOPSIGNAL KILL', { StopSignal: 'KILL' }],
  ['HEALTHCHECK NONE', { Healthcheck: { Test: ['NONE'] } }],
  [
    'HEALTHCHECK --interval=3s --retries=5 CMD curl x',
    { Healthcheck: { Test: ['CMD-SHELL', 'curl x'], Interval: 3e9, Retries: 5 } },
  ],
  ['HEALTHCHECK CMD ["a","b"]', { Healthcheck: { Test: ['CMD', 'a', 'b'] } }],
  ['# a comment\n\nCMD x \\\n  y', { Cmd: ['/bin/sh', '-c', 'x   y'] }],
])('%s', ([text, expected]) => {
  expect(change(text)).toEqual(expected)
})

test('a command that was set before an entrypoint stays', () => {
  expect(change('CMD ["a"]', 'ENTRYPOINT ["b"]')).toEqual({ Cmd: ['a'], Entrypoint: ['b'] })
})

test.for([
  ['', 'file with no instructions'],
  ['Bogus x', 'Bogus is not a valid change command'],
  ['SHELL ["a"]', 'SHELL is not a valid change command'],
  ['constructor x', 'constructor is not a valid change command'],
  ['ENV', 'ENV requires at least one argument'],
  ['ENV a', 'ENV must have two arguments'],
  ['ENV =x', 'ENV names can not be blank'],
  ['ENV a=b c', 'Syntax error - can\'t find = in "c". Must be of the form: name=value'],
  ['EXPOSE x', 'Invalid containerPort: x'],
  ['EXPOSE 90-80', 'Invalid containerPort: 90-80'],
  ['EXPOSE 80/foo', 'Invalid proto: foo'],
  ['ONBUILD', 'ONBUILD requires at least one argument'],
  ['ONBUILD FROM x', "FROM isn't allowed as an ONBUILD trigger"],
  ['ONBUILD ONBUILD RUN x', "Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"],
  ['VOLUME []', 'VOLUME requires at least one argument'],
  ['VOLUME ""', 'VOLUME specified can not be an empty string'],
  ['USER', 'USER requires exactly one argument'],
  ['STOPSIGNAL SIGX', 'invalid signal: SIGX'],
  ['HEALTHCHECK', 'HEALTHCHECK requires at least one argument'],
  ['HEALTHCHECK x', 'Unknown type "X" in HEALTHCHECK (try CMD)'],
  ['HEALTHCHECK CMD', 'Missing command after HEALTHCHECK CMD'],
  ['HEALTHCHECK NONE x', 'HEALTHCHECK NONE takes no arguments'],
  ['HEALTHCHECK --foo=1 CMD x', 'unknown flag: --foo'],
  ['HEALTHCHECK --interval=0.1ms CMD x', 'Interval "interval" cannot be less than 1ms'],
  ['HEALTHCHECK --retries=x CMD y', 'strconv.ParseInt: parsing "x": invalid syntax'],
  ['HEALTHCHECK --retries=-1 CMD y', '--retries cannot be negative (-1)'],
] as const)('%s is refused', ([text, message]) => {
  expect(() => change(text)).toThrow(message)
})
