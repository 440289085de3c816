// An awk program as a tree.

export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  | { readonly type: 'pattern'; readonly source: string }
  | Name
  | Item
  | Field
  | { readonly type: 'assign'; readonly operator: string; readonly target: Target; readonly value: Expression }
  | { readonly type: 'step'; readonly by: 1 | -1; readonly before: boolean; readonly target: Target }
  | { readonly type: 'unary'; readonly operator: '!' | '-' | '+'; readonly value: Expression }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'match'; readonly negated: boolean; readonly text: Expression; readonly pattern: Expression }
  | { readonly type: 'in'; readonly keys: readonly Expression[]; readonly array: string }
  | { readonly type: 'choice'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | { readonly type: 'builtin'; readonly name: string; readonly values: readonly Expression[] }
  | GetLine
  /** `(a, b)`: only before `in` and in print */
  | { readonly type: 'list'; readonly values: readonly Expression[] }

export interface Name {
  readonly type: 'name'
  readonly name: string
}
export interface Item {
  readonly type: 'item'
  readonly array: string
  readonly keys: readonly Expression[]
}
export interface Field {
  readonly type: 'field'
  readonly index: Expression
}
export type Target = Name | Item | Field

export interface GetLine {
  readonly type: 'getline'
  readonly from: 'input' | 'file' | 'command'
  readonly source: Expression | undefined
  readonly target: Target | undefined
}

export interface Redirection {
  readonly kind: '>' | '>>' | '|'
  readonly to: Expression
}

export type Statement =
  | { readonly type: 'expression'; readonly value: Expression }
  | {
      readonly type: 'print' | 'printf'
      readonly values: readonly Expression[]
      readonly redirection: Redirection | undefined
    }
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | { readonly type: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly type: 'while'; readonly test: Expression; readonly body: Statement; readonly bodyFirst: boolean }
  | {
      readonly type: 'for'
      readonly start: Statement | undefined
      readonly test: Expression | undefined
      readonly step: Statement | undefined
      readonly body: Statement
    }
  | { readonly type: 'for in'; readonly variable: Name; readonly array: string; readonly body: Statement }
  | { readonly type: 'break' | 'continue' | 'next' | 'nextfile' }
  | { readonly type: 'exit' | 'return'; readonly value: Expression | undefined }
  | { readonly type: 'delete'; readonly array: string; readonly keys: readonly Expression[] | undefined }

export interface FunctionDefinition {
  readonly name: string
  readonly parameters: readonly string[]
  readonly body: Statement
}

export interface Rule {
  readonly from: Expression | undefined
  /** of a range */
  readonly to: Expression | undefined
  /** undefined: print the record */
  readonly action: Statement | undefined
}

export interface ProgramTree {
  readonly functions: ReadonlyMap<string, FunctionDefinition>
  readonly begin: readonly Statement[]
  readonly rules: readonly Rule[]
  readonly end: readonly Statement[]
}
