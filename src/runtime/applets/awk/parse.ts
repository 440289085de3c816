// Reads an awk program: rules, functions and statements. Expressions are read by the base class.
import { Complaint } from '../report.ts'
import { ExpressionParser } from './parse-expression.ts'
import type { Expression, FunctionDefinition, ProgramTree, Redirection, Rule, Statement } from './tree.ts'

class Parser extends ExpressionParser {
  program(): ProgramTree {
    const functions = new Map<string, FunctionDefinition>()
    const begin: Statement[] = []
    const rules: Rule[] = []
    const end: Statement[] = []
    for (;;) {
      this.skipNewlines(true)
      if (this.token.kind === 'end') break
      if (this.takeKeyword('BEGIN')) begin.push(this.#block())
      else if (this.takeKeyword('END')) end.push(this.#block())
      else if (this.takeKeyword('function') || this.takeKeyword('func')) {
        const definition = this.#function()
        functions.set(definition.name, definition)
      } else rules.push(this.#rule())
    }
    return { functions, begin, rules, end }
  }

  #function(): FunctionDefinition {
    const { kind, text: name } = this.take()
    if (kind !== 'name' && kind !== 'function name') this.unexpected()
    this.expect('(')
    const parameters: string[] = []
    while (!this.takeSign(')')) {
      const parameter = this.take()
      if (parameter.kind !== 'name') this.unexpected()
      parameters.push(parameter.text)
      this.takeSign(',')
      this.skipNewlines()
    }
    this.skipNewlines()
    return { name, parameters, body: this.#block() }
  }

  #rule(): Rule {
    if (this.isSign('{')) return { from: undefined, to: undefined, action: this.#block() }
    const from = this.expression()
    let to: Expression | undefined
    if (this.takeSign(',')) {
      this.skipNewlines()
      to = this.expression()
    }
    return { from, to, action: this.isSign('{') ? this.#block() : undefined }
  }

  #block(): Statement {
    this.skipNewlines()
    this.expect('{')
    const body: Statement[] = []
    for (;;) {
      this.skipNewlines(true)
      if (this.takeSign('}')) return { type: 'block', body }
      body.push(this.#statement())
    }
  }

  /** What ends a simple statement: a semicolon, a newline, or the brace that closes its block. */
  #end(): void {
    if (this.takeSign(';')) {
      this.skipNewlines()
      return
    }
    if (this.token.kind === 'newline') {
      this.skipNewlines()
      return
    }
    if (!this.isSign('}') && this.token.kind !== 'end') this.unexpected()
  }

  #statement(): Statement {
    if (this.isSign('{')) {
      const block = this.#block()
      this.skipNewlines()
      return block
    }
    if (this.takeSign(';')) {
      this.skipNewlines()
      return { type: 'block', body: [] }
    }
    if (this.takeKeyword('if')) return this.#if()
    if (this.takeKeyword('while')) {
      const test = this.#condition()
      return { type: 'while', test, body: this.#body(), bodyFirst: false }
    }
    if (this.takeKeyword('do')) return this.#do()
    if (this.takeKeyword('for')) return this.#for()
    const statement = this.#simple()
    this.#end()
    return statement
  }

  #condition(): Expression {
    this.expect('(')
    const test = this.expression()
    this.expect(')')
    return test
  }

  #body(): Statement {
    if (this.takeSign(';')) return { type: 'block', body: [] }
    this.skipNewlines()
    return this.#statement()
  }

  #if(): Statement {
    const test = this.#condition()
    const yes = this.#body()
    const place = this.place
    this.skipNewlines(true)
    if (this.takeKeyword('else')) return { type: 'if', test, yes, no: this.#body() }
    this.place = place
    return { type: 'if', test, yes, no: undefined }
  }

  #do(): Statement {
    const body = this.#body()
    this.skipNewlines(true)
    if (!this.takeKeyword('while')) this.unexpected()
    const test = this.#condition()
    this.#end()
    return { type: 'while', test, body, bodyFirst: true }
  }

  #for(): Statement {
    this.expect('(')
    const place = this.place
    const variable = this.take()
    if (variable.kind === 'name' && this.takeKeyword('in')) {
      const array = this.take()
      if (array.kind === 'name' && this.takeSign(')')) {
        return {
          type: 'for in',
          variable: { type: 'name', name: variable.text },
          array: array.text,
          body: this.#body(),
        }
      }
    }
    this.place = place
    const start = this.isSign(';') ? undefined : this.#simple()
    this.expect(';')
    this.skipNewlines()
    const test = this.isSign(';') ? undefined : this.expression()
    this.expect(';')
    this.skipNewlines()
    const step = this.isSign(')') ? undefined : this.#simple()
    this.expect(')')
    return { type: 'for', start, test, step, body: this.#body() }
  }

  #simple(): Statement {
    for (const type of ['break', 'continue', 'next', 'nextfile'] as const) {
      if (this.takeKeyword(type)) return { type }
    }
    for (const type of ['exit', 'return'] as const) {
      if (!this.takeKeyword(type)) continue
      const empty = this.token.kind === 'newline' || this.isSign(';') || this.isSign('}')
      return { type, value: empty ? undefined : this.expression() }
    }
    if (this.takeKeyword('delete')) return this.#delete()
    for (const type of ['print', 'printf'] as const) {
      if (this.takeKeyword(type)) return this.#print(type)
    }
    return { type: 'expression', value: this.expression() }
  }

  #delete(): Statement {
    const { kind, text: array } = this.take()
    if (kind !== 'name') this.unexpected()
    if (!this.takeSign('[')) return { type: 'delete', array, keys: undefined }
    const keys = this.list()
    this.expect(']')
    return { type: 'delete', array, keys }
  }

  #print(type: 'print' | 'printf'): Statement {
    let values: readonly Expression[] = []
    const ends = ['>', '>>', '|', ';', '}']
    if (this.token.kind !== 'newline' && !ends.some((sign) => this.isSign(sign))) {
      values = this.withoutGreater(() => this.list())
      const [only] = values
      if (values.length === 1 && only?.type === 'list') values = only.values
    }
    let redirection: Redirection | undefined
    for (const kind of ['>', '>>', '|'] as const) {
      if (this.takeSign(kind)) redirection = { kind, to: this.withoutGreater(() => this.expression()) }
    }
    if (type === 'printf' && values.length === 0) throw new Complaint('printf: not enough arguments')
    return { type, values, redirection }
  }
}

/** Throws a Complaint. */
export function parseProgram(source: string): ProgramTree {
  return new Parser(source).program()
}
