// Turns a pattern's tree into instructions for the matchers.
import type { ByteSet } from './byte-set.ts'
import { type Assertion, type Node, PatternError } from './node.ts'

export type Instruction =
  | { readonly op: 'set'; readonly set: ByteSet }
  /** Goes on at both places, the first one preferred. */
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  /** Notes the position in a slot: 2n where group n begins, 2n+1 where it ends. */
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly assertion: Assertion }
  | { readonly op: 'again'; readonly index: number }
  | { readonly op: 'match' }

/** More instructions would make a single line take too long. */
const mostInstructions = 12_000

class Compiler {
  readonly code: Instruction[] = []

  #emit<Op extends Instruction>(instruction: Op): Op {
    if (this.code.length >= mostInstructions) throw new PatternError('Regular expression too big')
    this.code.push(instruction)
    return instruction
  }

  compile(node: Node): void {
    switch (node.type) {
      case 'set':
        this.#emit({ op: 'set', set: node.set })
        break
      case 'sequence':
        for (const part of node.parts) this.compile(part)
        break
      case 'choice':
        this.#choice(node.options)
        break
      case 'repeat':
        this.#repeat(node.node, node.least, node.most)
        break
      case 'group':
        this.#emit({ op: 'save', slot: node.index * 2 })
        this.compile(node.node)
        this.#emit({ op: 'save', slot: node.index * 2 + 1 })
        break
      case 'assertion':
        this.#emit({ op: 'assert', assertion: node.assertion })
        break
      case 'again':
        this.#emit({ op: 'again', index: node.index })
    }
  }

  #choice(options: readonly Node[]): void {
    const jumps = options.map((option, index) => {
      if (index === options.length - 1) {
        this.compile(option)
        return undefined
      }
      const split = this.#emit({ op: 'split' as const, first: this.code.length + 1, second: 0 })
      this.compile(option)
      const jump = this.#emit({ op: 'jump' as const, to: 0 })
      split.second = this.code.length
      return jump
    })
    for (const jump of jumps) if (jump) jump.to = this.code.length
  }

  #repeat(node: Node, least: number, most: number): void {
    for (let count = 0; count < least; count++) this.compile(node)
    if (most === Infinity) {
      const start = this.code.length
      const split = this.#emit({ op: 'split' as const, first: start + 1, second: 0 })
      this.compile(node)
      this.#emit({ op: 'jump', to: start })
      split.second = this.code.length
      return
    }
    const splits = []
    for (let count = least; count < most; count++) {
      splits.push(this.#emit({ op: 'split' as const, first: this.code.length + 1, second: 0 }))
      this.compile(node)
    }
    for (const split of splits) split.second = this.code.length
  }
}

export function compile(node: Node): readonly Instruction[] {
  const compiler = new Compiler()
  compiler.compile({ type: 'group', index: 0, node })
  compiler.code.push({ op: 'match' })
  return compiler.code
}
