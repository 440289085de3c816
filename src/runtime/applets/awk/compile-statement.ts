// Turns awk's statements into code.
import { all, type Code, immediate, map, waiting } from './code.ts'
import { ExpressionCompiler } from './compile-expression.ts'
import { formatValues } from './format.ts'
import type { Expression, Statement } from './tree.ts'
import { numberOf, type Value } from './value.ts'

/** What a statement wants to happen next; undefined: the statement behind it. */
export type Outcome = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | undefined

/** Rounds of a loop after which it gives way to others. */
const patience = 512

export class StatementCompiler extends ExpressionCompiler {
  block(statements: readonly Statement[]): Code<Outcome> {
    const parts = statements.map((statement) => this.statement(statement))
    if (parts.some(({ waits }) => waits)) {
      return waiting(async () => {
        for (const part of parts) {
          const outcome = part.waits ? await part.run() : (part.run() as Outcome)
          if (outcome) return outcome
        }
        return undefined
      })
    }
    return immediate(() => {
      for (const part of parts) {
        const outcome = part.run() as Outcome
        if (outcome) return outcome
      }
      return undefined
    })
  }

  statement(statement: Statement): Code<Outcome> {
    switch (statement.type) {
      case 'expression':
        return map(this.value(statement.value), () => undefined)
      case 'print':
      case 'printf':
        return this.#print(statement)
      case 'block':
        return this.block(statement.body)
      case 'if':
        return this.#if(statement)
      case 'while':
        return this.#loop(statement.test, undefined, this.statement(statement.body), statement.bodyFirst)
      case 'for': {
        const start = statement.start && this.statement(statement.start)
        const step = statement.step && this.statement(statement.step)
        const loop = this.#loop(statement.test, step, this.statement(statement.body), false)
        return waiting(async () => {
          await start?.run()
          return loop.run()
        })
      }
      case 'for in':
        return this.#forIn(statement)
      case 'break':
      case 'continue':
      case 'next':
      case 'nextfile':
        return immediate(() => statement.type)
      case 'exit':
        if (!statement.value) return immediate(() => 'exit')
        return map(this.value(statement.value), (value): Outcome => {
          this.state.exitCode = Math.trunc(numberOf(value)) & 255
          return 'exit'
        })
      case 'return':
        if (!statement.value) return immediate(() => 'return')
        return map(this.value(statement.value), (value): Outcome => {
          this.functions.returned = value
          return 'return'
        })
      case 'delete': {
        const array = this.arrayOf(statement.array)
        if (!statement.keys) {
          return immediate(() => {
            array().clear()
            return undefined
          })
        }
        return map(this.key(statement.keys), (key) => {
          array().delete(key)
          return undefined
        })
      }
    }
  }

  #if({ test, yes, no }: Statement & { type: 'if' }): Code<Outcome> {
    const condition = this.test(test)
    const [one, two] = [this.statement(yes), no ? this.statement(no) : immediate((): Outcome => undefined)]
    if (condition.waits || one.waits || two.waits) {
      return waiting(async () => ((await condition.run()) ? one.run() : two.run()))
    }
    return immediate(() => (condition.run() ? one.run() : two.run()) as Outcome)
  }

  /** Loops always wait: they are the only thing that can go on for ever. */
  #loop(
    test: Expression | undefined,
    step: Code<Outcome> | undefined,
    body: Code<Outcome>,
    bodyFirst: boolean,
  ): Code<Outcome> {
    const condition = test ? this.test(test) : immediate(() => true)
    return waiting(async () => {
      let first = bodyFirst
      for (let round = 1; ; round++) {
        if (!first && !(condition.waits ? await condition.run() : condition.run())) return undefined
        first = false
        const outcome = body.waits ? await body.run() : (body.run() as Outcome)
        if (outcome === 'break') return undefined
        if (outcome && outcome !== 'continue') return outcome
        if (step) {
          if (step.waits) await step.run()
          else step.run()
        }
        if (round % patience === 0) await this.state.process.tick()
      }
    })
  }

  #forIn({ variable, array, body }: Statement & { type: 'for in' }): Code<Outcome> {
    const found = this.arrayOf(array)
    const slot = this.slot(variable)
    const inner = this.statement(body)
    return waiting(async () => {
      let round = 0
      for (const key of found().keys()) {
        const place = await slot.run()
        place.set(key)
        const outcome = inner.waits ? await inner.run() : (inner.run() as Outcome)
        if (outcome === 'break') return undefined
        if (outcome && outcome !== 'continue') return outcome
        if (++round % patience === 0) await this.state.process.tick()
      }
      return undefined
    })
  }

  #printed(type: 'print' | 'printf', values: readonly Expression[]): Code<string> {
    const { state } = this
    const end = () => state.textOf(state.cell('ORS').value)
    if (type === 'print' && values.length === 0) return immediate(() => state.record.text + end())
    return all(
      values.map((value) => this.value(value)),
      (given: Value[]) => {
        if (type === 'printf') return formatValues(state, state.textOf(given[0]), given.slice(1))
        return given.map((value) => state.printed(value)).join(state.textOf(state.cell('OFS').value)) + end()
      },
    )
  }

  #print({ type, values, redirection }: Statement & { type: 'print' | 'printf' }): Code<Outcome> {
    const text = this.#printed(type, values)
    const { files } = this.state
    if (!redirection) {
      return waiting(async () => {
        const printed = text.waits ? await text.run() : (text.run() as string)
        const full = files.standardOutput.print(printed)
        if (full) await full
        return undefined
      })
    }
    const name = this.text(redirection.to)
    return waiting(async () => {
      const printed = await text.run()
      const output = await files.writer(redirection.kind, await name.run())
      await output.print(printed)
      return undefined
    })
  }
}
