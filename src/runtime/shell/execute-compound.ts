// if, for, while, case, [[ ]] and (( )).

import { arithmeticText } from './arithmetic-text.ts'
import type { ArithmeticCommand, ArithmeticFor, Case, Condition, For, If, Node, While, Word } from './ast.ts'
import { evaluateCondition } from './condition.ts'
import { BreakLoop, ContinueLoop } from './control.ts'
import { checkErrexit, execute, tested } from './execute.ts'
import { expandPattern, expandText, expandWords } from './expand.ts'
import { Pattern } from './pattern.ts'
import type { Shell } from './shell.ts'

export async function executeIf(shell: Shell, node: If): Promise<number> {
  for (const { condition, body } of node.clauses) {
    if ((await tested(shell, () => execute(shell, condition))) === 0) return execute(shell, body)
  }
  return node.otherwise ? execute(shell, node.otherwise) : (shell.status = 0)
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
      shell.variables.set(node.name, word)
      if (!(await round(() => execute(shell, node.body)))) return
    }
  })
}

async function calculate(shell: Shell, expression: Word): Promise<boolean> {
  return arithmeticText(shell, await expandText(shell, expression)) !== '0'
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
