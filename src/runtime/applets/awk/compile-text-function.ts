// awk's functions that change or search texts: split, sub, gsub, gensub, match.
import { Complaint } from '../report.ts'
import { both, type Code, immediate, map } from './code.ts'
import type { ExpressionCompiler } from './compile-expression.ts'
import { splitText } from './record.ts'
import { replaceMatches } from './replace.ts'
import type { Expression, Target } from './tree.ts'
import { inputValue, numberOf, type Value } from './value.ts'

const record: Target = { type: 'field', index: { type: 'number', value: 0 } }

function isTarget(expression: Expression): expression is Target {
  return expression.type === 'name' || expression.type === 'item' || expression.type === 'field'
}

/** Undefined if the function is none of them. */
export function compileTextFunction(
  compiler: ExpressionCompiler,
  name: string,
  values: readonly Expression[],
): Code<Value> | undefined {
  const [first, second, third, fourth] = values
  if (name === 'split') return split(compiler, first!, second!, third)
  if (name === 'sub' || name === 'gsub') return substitute(compiler, name, first!, second!, third ?? record)
  if (name === 'gensub') {
    const how = both(compiler.value(third!), compiler.text(fourth ?? record), (which, text) => ({ which, text }))
    return both(
      both(compiler.pattern(first!), compiler.text(second!), (pattern, replacement) => ({ pattern, replacement })),
      how,
      ({ pattern, replacement }, { which, text }) => {
        const all = /^[gG]/.test(compiler.state.textOf(which))
        const nth = all ? 'all' : Math.max(1, numberOf(which))
        return replaceMatches(text, pattern, replacement, { which: nth, groups: true }).text
      },
    )
  }
  if (name !== 'match') return undefined
  const { state } = compiler
  return both(compiler.text(first!), compiler.pattern(second!), (text, pattern) => {
    const found = pattern.match(text)
    const start = found ? found[0]! + 1 : 0
    state.cell('RSTART').value = start
    state.cell('RLENGTH').value = found ? found[1]! - found[0]! : -1
    return start
  })
}

function split(
  compiler: ExpressionCompiler,
  text: Expression,
  into: Expression,
  by: Expression | undefined,
): Code<Value> {
  if (into.type !== 'name') throw new Complaint('split: second argument is no array')
  const { state } = compiler
  const array = compiler.arrayOf(into.name)
  const separator = !by
    ? immediate(() => state.separatorOf(state.textOf(state.cell('FS').value)))
    : by.type === 'pattern'
      ? compiler.pattern(by)
      : map(compiler.text(by), (source) => state.separatorOf(source))
  return both(compiler.text(text), separator, (given, found) => {
    const parts = splitText(given, found)
    const target = array()
    target.clear()
    for (const [index, part] of parts.entries()) target.set(String(index + 1), inputValue(part))
    return parts.length
  })
}

function substitute(
  compiler: ExpressionCompiler,
  name: string,
  pattern: Expression,
  replacement: Expression,
  target: Expression,
): Code<Value> {
  const { state } = compiler
  const what = both(compiler.pattern(pattern), compiler.text(replacement), (found, text) => ({ found, text }))
  const replacing = { which: name === 'gsub' ? ('all' as const) : 1, groups: false }
  if (!isTarget(target)) {
    return both(
      what,
      compiler.text(target),
      ({ found, text }, given) => replaceMatches(given, found, text, replacing).count,
    )
  }
  return both(what, compiler.slot(target), ({ found, text }, slot) => {
    const result = replaceMatches(state.textOf(slot.get()), found, text, replacing)
    if (result.count > 0) slot.set(result.text)
    return result.count
  })
}
