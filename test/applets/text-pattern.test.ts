// Regular expressions and globs: POSIX matches, in time that no pattern can blow up.
import { expect, test } from 'vitest'
import { Glob } from '../../src/runtime/applets/text-pattern/glob.ts'
import { PatternError } from '../../src/runtime/applets/text-pattern/node.ts'
import { Pattern } from '../../src/runtime/applets/text-pattern/pattern.ts'

function found(source: string, text: string, extended = true): (string | undefined)[] | undefined {
  const match = new Pattern(source, { extended }).match(text)
  if (!match) return undefined
  return Array.from({ length: match.length / 2 }, (_, group) =>
    match[group * 2]! < 0 ? undefined : text.slice(match[group * 2], match[group * 2 + 1]),
  )
}

test.each([
  ['a|ab|abc', 'xabcd', ['abc']],
  ['(a|ab)(c|bcd)?', 'abcd', ['abcd', 'a', 'bcd']],
  ['x*', 'aaa', ['']],
  ['(a*)(b*)', 'aabb', ['aabb', 'aa', 'bb']],
  ['^a.c$', 'abc', ['abc']],
  ['[[:alpha:]]+[0-9]{2,3}', '--ab1234', ['ab123']],
  ['(foo|bar)baz', 'barbaz', ['barbaz', 'bar']],
  ['\\bcat\\b', 'concat cat', ['cat']],
  ['(a)?b', 'b', ['b', undefined]],
  ['(a*)*', 'aa', ['aa', 'aa']],
])('grep -E finds %j in %j', (source, text, expected) => {
  expect(found(source, text)).toEqual(expected)
})

test.each([
  ['\\(a*\\)b\\1', 'aabaa', ['aabaa', 'aa']],
  ['a\\{2\\}', 'aaa', ['aa']],
  ['*a', '*a', ['*a']],
  ['a\\|b', 'b', ['b']],
  ['^*x', '*x', ['*x']],
  ['a$b', 'a$b', ['a$b']],
])('grep finds %j in %j', (source, text, expected) => {
  expect(found(source, text, false)).toEqual(expected)
})

test.each(['(', '[a', 'a{2,1}', '[b-a]', '[[:nope:]]', 'a{1,99999}', '((a{500}){500}){500}'])(
  'grep -E refuses %j',
  (source) => {
    expect(() => new Pattern(source, { extended: true })).toThrow(PatternError)
  },
)

test('patterns that would keep a trying matcher busy for ever are answered', () => {
  const text = 'a'.repeat(5000)
  for (const source of ['(a*)*b', '(a|aa)+$x', '(a+)+b', 'a*a*a*a*a*a*b', '(.*)(.*)(.*)(.*)x']) {
    expect(new Pattern(source, { extended: true }).test(text)).toBe(false)
  }
})

test('a back reference that takes too many tries is given up, not tried for ever', () => {
  const pattern = new Pattern('\\(a*\\)*\\(a*\\)*\\1\\2b')
  expect(() => pattern.test('a'.repeat(200))).toThrow('Memory exhausted')
})

test.each([
  ['*.txt', 'a.txt', true],
  ['*.txt', 'a.txtx', false],
  ['[!a]b', 'cb', true],
  ['[a-c]?', 'bz', true],
  ['\\*', '*', true],
  ['[', '[', true],
  ['a*b*c*d*e*f*g', `${'abcdef'.repeat(2000)}`, false],
])('find -name %j against %j', (pattern, text, expected) => {
  expect(new Glob(pattern).matches(text)).toBe(expected)
})
