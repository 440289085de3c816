// Runs an awk program: BEGIN, the rules for every record, END.
import type { Code } from './code.ts'
import { type Outcome, StatementCompiler } from './compile-statement.ts'
import { FunctionTable, Unwind } from './functions.ts'
import { AwkInput } from './input.ts'
import type { AwkState } from './state.ts'
import type { ProgramTree, Rule, Statement } from './tree.ts'

interface CompiledRule {
  readonly from: Code<boolean> | undefined
  readonly to: Code<boolean> | undefined
  readonly action: Code<Outcome>
  /** inside a range */
  inside: boolean
}

const printRecord: Statement = { type: 'print', values: [], redirection: undefined }

async function outcomeOf(code: Code<Outcome>): Promise<Outcome> {
  try {
    return await code.run()
  } catch (error) {
    if (error instanceof Unwind) return error.outcome
    throw error
  }
}

async function applies(rule: CompiledRule): Promise<boolean> {
  const { from, to } = rule
  if (!from) return true
  if (!to) return from.run()
  if (!rule.inside && !(await from.run())) return false
  rule.inside = !(await to.run())
  return true
}

/** Returns the exit code. */
export async function runProgram(state: AwkState, tree: ProgramTree): Promise<number> {
  const input = new AwkInput(state)
  const functions = new FunctionTable(tree.functions)
  const compiler = new StatementCompiler(state, input, functions)
  functions.compileAll((definition) => compiler.statement(definition.body))
  const begin = compiler.block(tree.begin)
  const rules = tree.rules.map((rule) => compileRule(compiler, rule))
  const end = compiler.block(tree.end)

  const outcome = await outcomeOf(begin)
  if (outcome !== 'exit' && (tree.rules.length > 0 || tree.end.length > 0)) {
    await runRules(state, input, rules)
  }
  // exit goes on with END, unless it is in END
  await outcomeOf(end)
  await state.files.closeAll()
  return state.exitCode !== 0 ? state.exitCode : input.failed ? 1 : 0
}

function compileRule(compiler: StatementCompiler, rule: Rule): CompiledRule {
  return {
    from: rule.from && compiler.test(rule.from),
    to: rule.to && compiler.test(rule.to),
    action: compiler.statement(rule.action ?? printRecord),
    inside: false,
  }
}

async function runRules(state: AwkState, input: AwkInput, rules: readonly CompiledRule[]): Promise<Outcome> {
  for (let count = 1; ; count++) {
    const record = await input.next()
    if (record === undefined) return undefined
    state.record.set(record)
    for (const rule of rules) {
      const outcome = await outcomeOf({
        waits: true,
        run: async () => ((await applies(rule)) ? rule.action.run() : undefined),
      })
      if (outcome === 'exit') return 'exit'
      if (outcome === 'nextfile') input.skipFile()
      if (outcome === 'next' || outcome === 'nextfile') break
    }
    if (count % 256 === 0) await state.process.tick()
  }
}
