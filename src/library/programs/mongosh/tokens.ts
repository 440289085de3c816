// The small part of JavaScript that mongosh reads here, taken apart.

export interface Token {
  readonly type: 'name' | 'text' | 'number' | 'regex' | 'sign' | 'end'
  readonly text: string
}

export class ScriptProblem extends Error {}

const pattern =
  /\s+|\/\/[^\n]*|\/\*.*?\*\/|(?<number>\d+(?:\.\d+)?)|(?<name>[\p{L}_$][\p{L}\p{N}_$]*)|(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`)|(?<sign>===|!==|==|!=|<=|>=|=>|&&|\|\||[-+*/%!<>=(){}[\],.;:?])/suy

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** Throws a ScriptProblem. */
export function scriptTokens(source: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < source.length) {
    const at = pattern.lastIndex
    const found = pattern.exec(source)
    if (!found) throw new ScriptProblem(`SyntaxError: Unexpected character '${source[at]}'`)
    const { number, name, text, sign } = found.groups!
    if (number !== undefined) tokens.push({ type: 'number', text: number })
    else if (name !== undefined) tokens.push({ type: 'name', text: name })
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign })
    else if (text !== undefined) {
      if (text.startsWith('`') && text.includes('${'))
        throw new ScriptProblem('SyntaxError: mockerd does not simulate templates')
      const plain = text.slice(1, -1).replace(/\\(.)/gs, (_all, char: string) => escapes[char] ?? char)
      tokens.push({ type: 'text', text: plain })
    }
  }
  tokens.push({ type: 'end', text: '' })
  return tokens
}
