// The tree that the parser makes of a script.

export interface Literal {
  readonly type: 'literal'
  readonly text: string
  /** Quoted text is neither split nor globbed. */
  readonly quoted: boolean
}

/** `$name`, `${name…}` */
export interface Parameter {
  readonly type: 'parameter'
  readonly name: string
  readonly quoted: boolean
  /** what stands between the braces, when it means nothing; told of when it is run */
  readonly bad?: string
  /** `${#name}` */
  readonly length?: boolean
  /** `${!name}` (bash) */
  readonly indirect?: boolean
  /** `${name[index]}` (bash); `@` and `*` as literals */
  readonly index?: Word
  /** `:-`, `%%`, `//`, … */
  readonly operator?: string
  readonly word?: Word
  /** the replacement of `/`, the length of `:` */
  readonly second?: Word
}

/** `$(…)` */
export interface CommandSubstitution {
  readonly type: 'command'
  readonly body: Node
  readonly quoted: boolean
}

/** `$((…))` */
export interface Arithmetic {
  readonly type: 'arithmetic'
  readonly expression: Word
  readonly quoted: boolean
}

/** `<(…)` or `>(…)` (bash) */
export interface ProcessSubstitution {
  readonly type: 'process'
  readonly body: Node
  /** Whether one writes to it. */
  readonly writes: boolean
  readonly quoted: true
}

export interface Tilde {
  readonly type: 'tilde'
  readonly user: string
}

export type WordPart = Literal | Parameter | CommandSubstitution | ProcessSubstitution | Arithmetic | Tilde
export type Word = readonly WordPart[]

export interface Redirection {
  /** the number before the operator */
  readonly descriptor: number | undefined
  /** the variable that gets the number: `{name}>file` (bash) */
  readonly into?: string
  readonly operator: string
  readonly target: Word
  /** the body of a here-document; put in when its lines have been read */
  document?: Word
}

export interface Assignment {
  readonly name: string
  readonly index?: Word
  /** `+=` */
  readonly append: boolean
  readonly value: Word
  /** `name=(a b c)` (bash) */
  readonly elements?: readonly Word[]
}

export interface SimpleCommand {
  readonly type: 'simple'
  readonly assignments: readonly Assignment[]
  readonly words: readonly Word[]
  readonly redirections: readonly Redirection[]
  /** as it was typed: `$BASH_COMMAND` */
  readonly text?: string
  readonly line: number
}

export interface Pipeline {
  readonly type: 'pipeline'
  readonly commands: readonly Node[]
  readonly negated: boolean
  /** Whether `time` stands before it. */
  readonly timed: boolean
  /** for each `|` whether it is `|&` */
  readonly withErrors: readonly boolean[]
}

export interface AndOr {
  readonly type: 'and-or'
  readonly left: Node
  readonly operator: '&&' | '||'
  readonly right: Node
}

export interface ListItem {
  readonly node: Node
  readonly background: boolean
  /** what was typed, for `jobs` */
  readonly text: string
}

export interface List {
  readonly type: 'list'
  readonly items: readonly ListItem[]
}

interface Compound {
  readonly redirections: readonly Redirection[]
}

export interface Group extends Compound {
  readonly type: 'group' | 'subshell'
  readonly body: Node
}

export interface If extends Compound {
  readonly type: 'if'
  readonly clauses: readonly { readonly condition: Node; readonly body: Node }[]
  readonly otherwise: Node | undefined
}

export interface For extends Compound {
  /** `select` asks which of the words it is (bash) */
  readonly type: 'for' | 'select'
  readonly name: string
  /** the positional parameters if left out */
  readonly words: readonly Word[] | undefined
  readonly body: Node
}

/** `for ((a; b; c))` (bash) */
export interface ArithmeticFor extends Compound {
  readonly type: 'arithmetic-for'
  readonly start: Word
  readonly condition: Word
  readonly step: Word
  readonly body: Node
}

export interface While extends Compound {
  readonly type: 'while'
  readonly until: boolean
  readonly condition: Node
  readonly body: Node
}

export interface CaseItem {
  readonly patterns: readonly Word[]
  readonly body: Node
  /** `;;` ends, `;&` runs the next body too, `;;&` looks at the next patterns */
  readonly ending: ';;' | ';&' | ';;&'
}

export interface Case extends Compound {
  readonly type: 'case'
  readonly word: Word
  readonly items: readonly CaseItem[]
}

/** `[[ … ]]` */
export interface Condition extends Compound {
  readonly type: 'condition'
  readonly words: readonly Word[]
}

/** `((…))` */
export interface ArithmeticCommand extends Compound {
  readonly type: 'arithmetic-command'
  readonly expression: Word
}

export interface FunctionDefinition {
  readonly type: 'function'
  readonly name: string
  readonly body: Node
}

export type Node =
  | SimpleCommand
  | Pipeline
  | AndOr
  | List
  | Group
  | If
  | For
  | ArithmeticFor
  | While
  | Case
  | Condition
  | ArithmeticCommand
  | FunctionDefinition

/** The text of a word that is nothing but literals; undefined if something must be expanded. */
export function literalText(word: Word | undefined): string | undefined {
  if (!word) return undefined
  let text = ''
  for (const part of word) {
    if (part.type !== 'literal') return undefined
    text += part.text
  }
  return text
}
