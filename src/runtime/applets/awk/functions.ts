// Functions of an awk program: their locals, and how they are called.
import { Complaint } from '../report.ts'
import { type Code, waiting } from './code.ts'
import type { ExpressionCompiler } from './compile-expression.ts'
import type { Outcome } from './compile-statement.ts'
import { Cell } from './state.ts'
import type { Expression, FunctionDefinition } from './tree.ts'
import type { Value } from './value.ts'

/** Calls within calls; every one holds several frames of our own stack. */
const deepest = 1000

export class FunctionTable {
  readonly #definitions: ReadonlyMap<string, FunctionDefinition>
  readonly #bodies = new Map<string, Code<Outcome>>()
  /** the locals of the function that is running */
  frame: Cell[] = []
  returned: Value
  #compiling: FunctionDefinition | undefined
  #depth = 0

  constructor(definitions: ReadonlyMap<string, FunctionDefinition>) {
    this.#definitions = definitions
  }

  has(name: string): boolean {
    return this.#definitions.has(name)
  }

  /** The place of a name among the locals of the function being compiled. */
  local(name: string): number | undefined {
    const index = this.#compiling?.parameters.indexOf(name) ?? -1
    return index < 0 ? undefined : index
  }

  compileAll(compile: (definition: FunctionDefinition) => Code<Outcome>): void {
    for (const definition of this.#definitions.values()) {
      this.#compiling = definition
      this.#bodies.set(definition.name, compile(definition))
    }
    this.#compiling = undefined
  }

  call(compiler: ExpressionCompiler, name: string, values: readonly Expression[]): Code<Value> {
    const definition = this.#definitions.get(name)
    if (!definition) throw new Complaint(`Call to undefined function`)
    if (values.length > definition.parameters.length) throw new Complaint('Too many arguments')
    const given = values.map((value) => this.#argument(compiler, value))
    return waiting(async () => {
      const frame: Cell[] = []
      for (const argument of given) frame.push(await argument())
      while (frame.length < definition.parameters.length) frame.push(new Cell())
      if (++this.#depth > deepest) throw new Complaint('function call nesting too deep')
      const before = this.frame
      this.frame = frame
      this.returned = undefined
      const outcome = await this.#bodies.get(name)!.run()
      this.frame = before
      this.#depth--
      // exit ends the whole program, from anywhere in it
      if (outcome === 'exit' || outcome === 'next' || outcome === 'nextfile') throw new Unwind(outcome)
      const result = this.returned
      this.returned = undefined
      return result
    })
  }

  #argument(compiler: ExpressionCompiler, value: Expression): () => Promise<Cell> | Cell {
    if (value.type === 'name' && value.name !== 'NF') {
      const cell = compiler.cellOf(value.name)
      return () => {
        const passed = cell()
        // a variable that has not been used yet may become an array in there
        return new Cell(passed.value, passed)
      }
    }
    const code = compiler.value(value)
    return async () => new Cell(await code.run())
  }
}

/** next or exit within a function that is called in an expression. */
export class Unwind extends Error {
  readonly outcome: 'exit' | 'next' | 'nextfile'
  constructor(outcome: 'exit' | 'next' | 'nextfile') {
    super(outcome)
    this.outcome = outcome
  }
}
