// Runs the nodes of a script.
import { Exit } from '../process.ts'
import type { AndOr, FunctionDefinition, Group, List, Node, Redirection } from './ast.ts'
import { executeBackground } from './background.ts'
import { RedirectionError } from './control.ts'
import {
  executeArithmetic,
  executeArithmeticFor,
  executeCase,
  executeCondition,
  executeFor,
  executeIf,
  executeSelect,
  executeWhile,
} from './execute-compound.ts'
import { executeSimple } from './execute-simple.ts'
import { forkChild, joinJob, waitForeground } from './launch.ts'
import { executePipeline } from './pipeline.ts'
import { closeSubstitutions } from './process-substitution.ts'
import { redirect, restore, type Saved } from './redirect.ts'
import { runTrap } from './run-text.ts'
import type { Shell } from './shell.ts'
import { beginSubshell } from './subshell.ts'

/** Runs a node and gives its exit code, which is `$?` then too. */
export async function execute(shell: Shell, node: Node): Promise<number> {
  switch (node.type) {
    case 'simple':
      return executeSimple(shell, node, false)
    case 'list':
      return executeList(shell, node)
    case 'and-or':
      return executeAndOr(shell, node, execute)
    case 'pipeline':
      return executePipeline(shell, node)
    case 'subshell':
      return executeSubshell(shell, node)
    case 'function':
      return define(shell, node)
    case 'group':
      return withRedirections(shell, node.redirections, () => execute(shell, node.body))
    case 'if':
      return withRedirections(shell, node.redirections, () => executeIf(shell, node))
    case 'for':
      return withRedirections(shell, node.redirections, () => executeFor(shell, node))
    case 'select':
      return withRedirections(shell, node.redirections, () => executeSelect(shell, node))
    case 'arithmetic-for':
      return withRedirections(shell, node.redirections, () => executeArithmeticFor(shell, node))
    case 'while':
      return withRedirections(shell, node.redirections, () => executeWhile(shell, node))
    case 'case':
      return withRedirections(shell, node.redirections, () => executeCase(shell, node))
    case 'condition':
      return withRedirections(shell, node.redirections, () => executeCondition(shell, node))
    case 'arithmetic-command':
      return withRedirections(shell, node.redirections, () => executeArithmetic(shell, node))
  }
}

/** The same for the last thing that a shell does: a command there takes the shell's own process. */
export async function executeLast(shell: Shell, node: Node): Promise<number> {
  if (shell.traps.size > 0) return execute(shell, node)
  if (node.type === 'simple') return executeSimple(shell, node, true)
  if (node.type === 'and-or') return executeAndOr(shell, node, executeLast)
  if (node.type !== 'list') return execute(shell, node)
  const last = node.items.at(-1)
  if (!last || last.background) return execute(shell, node)
  await executeList(shell, { type: 'list', items: node.items.slice(0, -1) })
  return executeLast(shell, last.node)
}

async function executeList(shell: Shell, { items }: List): Promise<number> {
  for (const { node, background, text } of items) {
    if (background) await executeBackground(shell, node, text)
    else await execute(shell, node)
  }
  return shell.status
}

async function executeAndOr(
  shell: Shell,
  { left, operator, right }: AndOr,
  runRight: (shell: Shell, node: Node) => Promise<number>,
): Promise<number> {
  const code = await tested(shell, () => execute(shell, left))
  return (code === 0) === (operator === '&&') ? runRight(shell, right) : code
}

function define(shell: Shell, { name, body }: FunctionDefinition): number {
  shell.functions.set(name, body)
  return (shell.status = 0)
}

async function executeSubshell(shell: Shell, node: Group): Promise<number> {
  const child = forkChild(shell)
  joinJob(shell, child, undefined)
  beginSubshell(shell, child, node.body, (inner) => redirect(inner, child, node.redirections))
  const [status] = await waitForeground(shell, [child], '(…)')
  shell.status = status!.code
  return checkErrexit(shell)
}

/** Runs something whose failure `set -e` overlooks. */
export async function tested<Result>(shell: Shell, work: () => Promise<Result>): Promise<Result> {
  shell.tested++
  try {
    return await work()
  } finally {
    shell.tested--
  }
}

/** After a command: runs an ERR trap, ends the shell if `set -e` says so; gives `$?` otherwise. */
export function checkErrexit(shell: Shell): number | Promise<number> {
  if (shell.status === 0 || shell.tested > 0) return shell.status
  const action = shell.traps.get('ERR')
  if (action && !shell.traps.running && (shell.calls === 0 || shell.options.errtrace)) return failed(shell, action)
  if (shell.options.errexit) throw new Exit(shell.status)
  return shell.status
}

async function failed(shell: Shell, action: string): Promise<number> {
  await runTrap(shell, action)
  if (shell.options.errexit) throw new Exit(shell.status)
  return shell.status
}

/** Runs something with changed descriptors. A redirection that fails is its failure. */
export async function withRedirections(
  shell: Shell,
  redirections: readonly Redirection[],
  work: () => Promise<number>,
): Promise<number> {
  if (redirections.length === 0) return work()
  const saved: Saved = new Map()
  const open = shell.substitutions.length
  try {
    try {
      await redirect(shell, shell.process, redirections, saved)
      closeSubstitutions(shell, open)
    } catch (error) {
      if (!(error instanceof RedirectionError)) throw error
      await shell.complain(error.message)
      shell.status = error.code
      return checkErrexit(shell)
    }
    return await work()
  } finally {
    restore(shell.process, saved)
  }
}
