// make: variables, targets with what they need, and recipes that the shell runs. No pattern rules, functions or conditions.
import type { Process, Program } from '../../../runtime/process.ts'
import { readArguments } from './arguments.ts'
import { readText } from './read-text.ts'

interface Rule {
  readonly needs: string[]
  readonly recipe: string[]
}

interface Makefile {
  readonly rules: ReadonlyMap<string, Rule>
  readonly variables: ReadonlyMap<string, string>
  readonly first: string | undefined
  readonly phony: ReadonlySet<string>
}

// differs: rules are read as they stand; pattern rules, functions and conditions are not
export const make: Program = async (process) => {
  const given = readArguments(process.argv.slice(1), ['-C', '-f', '-j', '--directory', '--file'])
  if (given.has('--version', '-v')) {
    await process.write(1, 'GNU Make 4.4.1\nBuilt for x86_64-pc-linux-gnu\n')
    return 0
  }
  const place = given.values.get('-C') ?? given.values.get('--directory')
  if (place !== undefined) process.cwd = process.files.realpath(place)
  const named = given.values.get('-f') ?? given.values.get('--file')
  const names = named === undefined ? ['GNUmakefile', 'makefile', 'Makefile'] : [named]
  const text = names.map((name) => readText(process, name)).find((one) => one !== undefined)
  const settings = given.words.filter((word) => word.includes('='))
  const makefile = read(text ?? '', process, settings)
  const targets = given.words.filter((word) => !word.includes('='))
  const first = targets.length > 0 ? targets : makefile.first === undefined ? [] : [makefile.first]
  if (first.length === 0)
    return stop(process, text === undefined ? 'No targets specified and no makefile found' : 'No targets')
  const made = new Set<string>()
  const started = new Set<string>()
  for (const target of first) {
    const before = made.size
    const code = await build(process, makefile, target, made, started, undefined, given.has('-s', '--silent'))
    if (code !== 0) return code
    if (made.size === before) await process.write(1, `make: '${target}' is up to date.\n`)
  }
  return 0
}

async function stop(process: Process, reason: string): Promise<number> {
  await process.write(2, `make: *** ${reason}.  Stop.\n`)
  return 2
}

function read(text: string, process: Process, settings: readonly string[]): Makefile {
  const rules = new Map<string, Rule>()
  const variables = new Map<string, string>(Object.entries(process.env))
  const phony = new Set<string>()
  let first: string | undefined
  let current: readonly Rule[] = []
  for (const line of text.replace(/\\\n\s*/g, ' ').split('\n')) {
    if (line.startsWith('\t')) {
      for (const rule of current) rule.recipe.push(line.slice(1))
      continue
    }
    const bare = line.replace(/(^|\s)#.*$/, '').trim()
    const setting = /^(?:export\s+)?([\w.]+)\s*(\??|:{1,2}|\+?)=\s*(.*)$/.exec(bare)
    if (setting) {
      const [, name = '', kind, value = ''] = setting
      if (kind === '?' && variables.has(name)) continue
      variables.set(name, kind === '+' ? `${variables.get(name) ?? ''} ${value}`.trim() : value)
      continue
    }
    const rule = /^([^:=]+):(?!=)([^;]*)(?:;(.*))?$/.exec(bare)
    if (!rule) continue
    const [targets = [], needs = []] = [rule[1]!, rule[2]!].map((words) =>
      expand(words, variables).split(/\s+/).filter(Boolean),
    )
    if (targets[0] === '.PHONY') for (const name of needs) phony.add(name)
    current = targets.map((target) => {
      const known = rules.get(target) ?? { needs: [], recipe: [] }
      known.needs.push(...needs)
      if (rule[3] !== undefined) known.recipe.push(rule[3].trim())
      rules.set(target, known)
      return known
    })
    first ??= targets.find((target) => !target.startsWith('.'))
  }
  for (const word of settings) variables.set(word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1))
  return { rules, variables, first, phony }
}

/** How many variables one text may lead to, in all. */
const MOST_VARIABLES = 10_000

/** Variables that hold each other end as they are written when there are too many of them. */
function expand(
  text: string,
  variables: ReadonlyMap<string, string>,
  budget: { left: number } = { left: MOST_VARIABLES },
  isInner = false,
): string {
  return text.replace(
    /\$(?:\$|\(([\w.]+)\)|\{([\w.]+)\}|(\w))/g,
    (whole, round?: string, curly?: string, letter?: string) => {
      if (whole === '$$') return isInner ? '$$' : '$'
      if (budget.left-- <= 0) return whole
      return expand(variables.get(round ?? curly ?? letter ?? '') ?? '', variables, budget, true)
    },
  )
}

async function build(
  process: Process,
  makefile: Makefile,
  target: string,
  made: Set<string>,
  started: Set<string>,
  parent: string | undefined,
  isSilent: boolean,
): Promise<number> {
  if (made.has(target)) return 0
  const rule = makefile.rules.get(target)
  const exists = process.files.exists(target)
  if (!rule) {
    if (exists) return 0
    return stop(process, `No rule to make target '${target}'${parent === undefined ? '' : `, needed by '${parent}'`}`)
  }
  // a circle of needs is broken where it closes
  if (started.has(target)) return 0
  started.add(target)
  const madeBefore = made.size
  for (const need of rule.needs) {
    if (need === target) continue
    const code = await build(process, makefile, need, made, started, target, isSilent)
    if (code !== 0) return code
  }
  const time = (path: string): number =>
    process.files.exists(path) ? process.files.stat(path).mtime : Number.POSITIVE_INFINITY
  const isOld = rule.needs.some((need) => made.has(need) || time(need) > time(target))
  if (exists && !makefile.phony.has(target) && !isOld && made.size === madeBefore) return 0
  made.add(target)
  const own = new Map([...makefile.variables, ['@', target], ['<', rule.needs[0] ?? ''], ['^', rule.needs.join(' ')]])
  for (const line of rule.recipe) {
    const code = await runLine(
      process,
      line.replace(/\$([@<^])/g, (_, sign: string) => own.get(sign) ?? ''),
      own,
      isSilent,
    )
    if (code !== 0) {
      await process.write(2, `make: *** [Makefile: ${target}] Error ${code}\n`)
      return 2
    }
  }
  return 0
}

async function runLine(
  process: Process,
  line: string,
  variables: ReadonlyMap<string, string>,
  isSilent: boolean,
): Promise<number> {
  const [, signs = '', command = ''] = /^\s*([@+-]*)(.*)$/s.exec(expand(line, variables)) ?? []
  if (command === '') return 0
  if (!signs.includes('@') && !isSilent) await process.write(1, `${command}\n`)
  const { code } = await process.spawn(['sh', '-c', command]).wait()
  return signs.includes('-') ? 0 : code
}
