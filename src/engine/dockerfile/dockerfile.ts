// A whole Dockerfile: its stages, and the arguments before the first (BuildKit instructions/parse.go: Parse).
import { invalid, Refusal } from '../../world/refusal.ts'
import type { Words } from '../words.ts'
import type { From, Instruction, InstructionOf } from './instruction.ts'
import { type Line, type Lines, readLines } from './lines.ts'
import { parseInstruction } from './parse-instruction.ts'

export interface Stage {
  readonly from: From & { readonly code: string }
  readonly instructions: Instruction[]
}

export interface Dockerfile {
  readonly stages: Stage[]
  /** Those before the first FROM. */
  readonly args: readonly InstructionOf<'ARG'>[]
}

/** Throws `dockerfile parse error on line 2: unknown instruction: NOPE`. */
export function readStages({ lines }: Lines, words: Words): Dockerfile {
  const stages: Stage[] = []
  const args: InstructionOf<'ARG'>[] = []
  for (const line of lines) {
    const instruction = located(line, words)
    if (instruction.kind === 'FROM') stages.push({ from: instruction, instructions: [] })
    else if (stages.length > 0) stages.at(-1)!.instructions.push(instruction)
    else if (instruction.kind === 'ARG') args.push(instruction)
    else throw invalid('no build stage in current context')
  }
  return { stages, args }
}

function located(line: Line, words: Words): Instruction {
  try {
    return parseInstruction(line, words)
  } catch (error) {
    throw error instanceof Refusal ? invalid(words.dockerfileDefect(line.number, error.message)) : error
  }
}

/** A trigger of ONBUILD is one instruction. */
export function readTrigger(text: string, words: Words): Instruction {
  const { lines } = readLines(text)
  if (lines.length !== 1) throw new Error('onbuild trigger should be a single expression')
  return parseInstruction(lines[0]!, words)
}
