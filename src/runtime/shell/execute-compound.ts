// if, for, while, case, [[ ]] and (( )).

import { arithmeticText } from './arithmetic-text.ts'
import type { ArithmeticCommand, ArithmeticFor, Case, Condition, For, If, Node, While, Word } from './ast.ts'
import { read } from './builtins/read.ts'
import { evaluateCondition } from './condition.ts'
import { BreakLoop, ContinueLoop } from './control.ts'
import { checkErrexit, execute, tested } from './execute.ts'
import { expandPattern, expandText, expandWords } from './expand.ts'
import { Pattern } from './pattern.ts'
import { quoteForTrace } from './quote-for-trace.ts'
import type { Shell } from './shell.ts'
import { printTrace } from './trace.ts'

export async function executeIf(shell: Shell, node: If): Promise<number> {
  for (const { condition, body } of node.clauses) {
    if ((await tested(shell, () => execute(shell, condition))) === 0) return execute(shell, body)
  }
  return node.otherwise ? execute(shell, node.otherwise) : (shell.status = 0)
}

/** bash shows what compound commands do, ash and dash only the commands in them. */
async function traceCompound(shell: Shell, text: () => string): Promise<void> {
  if (shell.options.xtrace && shell.dialect.bash) await printTrace(shell, text())
}

/** Runs one round; false when the loop is left. */
async function round(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof BreakLoop || error instanceof ContinueLoop)) throw error
    if (--error.levels > 0) throw error
    return error instanceof ContinueLoop
  }
}

async function inLoop(shell: Shell, work: () => Promise<void>): Promise<number> {
  shell.loops++
  try {
    await work()
  } finally {
    shell.loops--
  }
  return shell.status
}

export function executeWhile(shell: Shell, node: While): Promise<number> {
  return inLoop(shell, async () => {
    let code = 0
    let goesOn = true
    while (goesOn) {
      const pause = shell.process.tick()
      if (pause) await pause
      goesOn = await round(async () => {
        const condition = await tested(shell, () => execute(shell, node.condition))
        if ((condition === 0) === node.until) throw new BreakLoop(1)
        code = await execute(shell, node.body)
      })
    }
    shell.status = code
  })
}

export async function executeFor(shell: Shell, node: For): Promise<number> {
  const words = node.words ? await expandWords(shell, node.words) : [...shell.parameters]
  shell.status = 0
  return inLoop(shell, async () => {
    for (const word of words) {
      const pause = shell.process.tick()
      if (pause) await pause
      await traceCompound(
        shell,
        () => `for ${node.name} in ${words.map((each) => quoteForTrace(shell.dialect, each)).join(' ')}`,
      )
      shell.variables.set(node.name, word)
      if (!(await round(() => execute(shell, node.body)))) return
    }
  })
}

/** Shows the words with numbers and asks for one, until the loop is left or the input ends. */
export async function executeSelect(shell: Shell, node: For): Promise<number> {
  const words = node.words ? await expandWords(shell, node.words) : [...shell.parameters]
  shell.status = 0
  if (words.length === 0) return 0
  const menu = words
    .map((word, index) => `${String(index + 1).padStart(String(words.length).length)}) ${word}\n`)
    .join('')
  return inLoop(shell, async () => {
    for (let shows = true; ; ) {
      if (shows) await shell.print(2, menu)
      await shell.print(2, shell.variables.get('PS3') ?? '#? ')
      if ((await read(shell, ['read', '-r'])) !== 0) {
        await shell.print(1, '\n')
        shell.status = 1
        return
      }
      const reply = (shell.variables.get('REPLY') ?? '').trim()
      shows = reply === ''
      if (shows) continue
      shell.variables.set(node.name, words[Number(reply) - 1] ?? '')
      if (!(await round(() => execute(shell, node.body)))) return
    }
  })
}

async function calculate(shell: Shell, expression: Word): Promise<boolean> {
  const text = await expandText(shell, expression)
  await traceCompound(shell, () => `(( ${text.trim()} ))`)
  return arithmeticText(shell, text) !== '0'
}

export async function executeArithmeticFor(shell: Shell, node: ArithmeticFor): Promise<number> {
  await calculate(shell, node.start)
  shell.status = 0
  return inLoop(shell, async () => {
    while (node.condition.length === 0 || (await calculate(shell, node.condition))) {
      const pause = shell.process.tick()
      if (pause) await pause
      if (!(await round(() => execute(shell, node.body)))) return
      await calculate(shell, node.step)
    }
  })
}

export async function executeCase(shell: Shell, node: Case): Promise<number> {
  const word = await expandText(shell, node.word)
  await traceCompound(shell, () => `case ${quoteForTrace(shell.dialect, word)} in`)
  shell.status = 0
  let fallsThrough = false
  for (const { patterns, body, ending } of node.items) {
    if (!fallsThrough && !(await matchesAny(shell, patterns, word))) continue
    await runBody(shell, body)
    if (ending === ';;') break
    fallsThrough = ending === ';&'
  }
  return shell.status
}

async function runBody(shell: Shell, body: Node): Promise<void> {
  if (body.type === 'list' && body.items.length === 0) shell.status = 0
  else await execute(shell, body)
}

async function matchesAny(shell: Shell, patterns: readonly Word[], word: string): Promise<boolean> {
  for (const pattern of patterns) {
    if (new Pattern(await expandPattern(shell, pattern)).matches(word)) return true
  }
  return false
}

export async function executeCondition(shell: Shell, node: Condition): Promise<number> {
  const code = await evaluateCondition(shell, node.words)
  shell.status = code
  return checkErrexit(shell)
}

export async function executeArithmetic(shell: Shell, node: ArithmeticCommand): Promise<number> {
  shell.status = (await calculate(shell, node.expression)) ? 0 : 1
  return checkErrexit(shell)
}
