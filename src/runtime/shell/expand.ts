// Words become arguments: every expansion, then splitting and globbing.

import { arithmeticText } from './arithmetic-text.ts'
import { literalText, type Parameter, type Word, type WordPart } from './ast.ts'
import { expandBraces } from './braces.ts'
import { ShellError } from './control.ts'
import { type Field, FieldBuilder } from './fields.ts'
import { glob } from './glob.ts'
import { resolveParameter } from './parameter.ts'
import { escapePattern, hasWildcard } from './pattern.ts'
import { substituteProcess } from './process-substitution.ts'
import type { Shell } from './shell.ts'
import { substituteCommand } from './substitute.ts'
import { tildeText } from './tilde.ts'

/** bytes that each word takes beside its letters */
const WORD_SIZE = 64
/** how many words are made between two turns of others */
const WORDS = 1024

/** The arguments that words become. When they are more than a value may hold the process is out of memory. */
export async function expandWords(shell: Shell, words: readonly Word[]): Promise<string[]> {
  const result: string[] = []
  let size = 0
  for (const typed of words) {
    for (const word of shell.dialect.bash ? expandBraces(typed) : [typed]) {
      const plain = simpleText(word)
      const texts = plain === undefined ? await expandFields(shell, word) : [plain]
      for (const text of texts) {
        size += text.length + WORD_SIZE
        if (size > shell.process.kernel.largestValue) shell.process.endOutOfMemory()
        if (result.push(text) % WORDS === 0) await shell.process.tick()
      }
    }
  }
  return result
}

/** The text of a word that needs no expansion at all, as most do. */
function simpleText(word: Word): string | undefined {
  const [part] = word
  if (word.length !== 1 || part?.type !== 'literal') return undefined
  return part.quoted || !hasWildcard(part.text) ? part.text : undefined
}

function globbed(shell: Shell, field: Field): string[] {
  if (shell.options.noglob || !hasWildcard(field.pattern)) return [field.text]
  const found = glob(shell.process, field.pattern, shell.extras.has('dotglob'))
  if (found.length) return found
  if (shell.extras.has('failglob')) throw new ShellError(`no match: ${field.text}`, 1)
  return shell.extras.has('nullglob') ? [] : [field.text]
}

async function expandFields(shell: Shell, word: Word): Promise<string[]> {
  const builder = new FieldBuilder(separators(shell))
  await expandInto(shell, builder, word, 'plain')
  return builder.finish().flatMap((field) => globbed(shell, field))
}

export function separators(shell: Shell): string {
  return shell.variables.get('IFS') ?? ' \t\n'
}

/** What happens to unquoted letters: they are the script's own, part of an unquoted `${x-…}`, or inside double quotes. */
type Letters = 'plain' | 'split' | 'quoted'

async function expandInto(shell: Shell, builder: FieldBuilder, word: Word, letters: Letters): Promise<void> {
  for (const part of word) {
    if (part.type === 'literal') {
      if (part.quoted || letters === 'quoted') builder.quoted(part.text)
      else if (letters === 'split') builder.split(part.text)
      else builder.plain(part.text)
    } else if (part.type === 'tilde') builder.quoted(tildeText(shell, part.user))
    else if (part.type === 'parameter') await expandParameter(shell, builder, part, letters)
    else {
      const text = await partText(shell, part)
      if (part.quoted || letters === 'quoted') builder.quoted(text)
      else builder.split(text)
    }
  }
}

async function expandParameter(shell: Shell, builder: FieldBuilder, part: Parameter, letters: Letters): Promise<void> {
  const quoted = part.quoted || letters === 'quoted'
  const value = await resolveParameter(shell, part)
  if (value.type === 'word') {
    if (quoted) builder.quoted('')
    await expandInto(shell, builder, value.word, quoted ? 'quoted' : 'split')
  } else if (value.type === 'text') {
    if (quoted) builder.quoted(value.text)
    else builder.split(value.text)
  } else if (!quoted) {
    for (const [index, item] of value.items.entries()) {
      if (index > 0) builder.separate()
      if (index % WORDS === WORDS - 1) await shell.process.tick()
      builder.split(item)
    }
  } else if (value.joined) builder.quoted(value.items.join(separators(shell).slice(0, 1)))
  else {
    for (const [index, item] of value.items.entries()) {
      if (index > 0) builder.separate()
      if (index % WORDS === WORDS - 1) await shell.process.tick()
      builder.quoted(item)
    }
  }
}

async function partText(shell: Shell, part: WordPart): Promise<string> {
  switch (part.type) {
    case 'literal':
      return part.text
    case 'tilde':
      return tildeText(shell, part.user)
    case 'command':
      return substituteCommand(shell, part.body)
    case 'arithmetic':
      return arithmeticText(shell, await expandText(shell, part.expression))
    case 'process':
      return substituteProcess(shell, part)
    case 'parameter':
      return parameterText(shell, part)
  }
}

async function parameterText(shell: Shell, part: Parameter): Promise<string> {
  const value = await resolveParameter(shell, part)
  if (value.type === 'word') return expandText(shell, value.word)
  if (value.type === 'text') return value.text
  return value.items.join(value.joined ? separators(shell).slice(0, 1) : ' ')
}

/** A word as one text, neither split nor globbed: the value of an assignment, a here-document. */
export async function expandText(shell: Shell, word: Word): Promise<string> {
  const plain = literalText(word)
  if (plain !== undefined) return plain
  let text = ''
  for (const part of word) text += await partText(shell, part)
  return text
}

/** A word as a pattern: what is quoted in it stands for itself. */
export async function expandPattern(shell: Shell, word: Word): Promise<string> {
  let pattern = ''
  for (const part of word) {
    const quoted = part.type === 'tilde' || part.quoted
    if (part.type === 'parameter' && !quoted) {
      const value = await resolveParameter(shell, part)
      if (value.type === 'word') {
        pattern += await expandPattern(shell, value.word)
        continue
      }
    }
    const text = await partText(shell, part)
    pattern += quoted ? escapePattern(text) : text
  }
  return pattern
}
