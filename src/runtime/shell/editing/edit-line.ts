// Reads a line at a prompt: with arrows, a history, and Tab (busybox libbb/lineedit.c).
import type { TerminalSettings } from '../../terminal-settings.ts'
import type { Shell } from '../shell.ts'
import { columns, commonBeginning, completionOf, quoted } from './complete.ts'
import { EditedLine } from './edited-line.ts'
import type { History } from './history.ts'
import { type Key, type KeyName, KeyReader } from './keys.ts'

/** bytes that are read at once */
const CHUNK = 4096

/** Asks the terminal where its cursor is, which busybox wants to know. */
const ASK_PLACE = '\x1b[6n'

const control = (letter: string): string => String.fromCharCode(letter.charCodeAt(0) - 64)

const moves: { readonly [Name in KeyName]?: (line: EditedLine) => void } = {
  left: (line) => line.back(1),
  right: (line) => line.forward(),
  home: (line) => line.toStart(),
  end: (line) => line.toEnd(),
  delete: (line) => line.delete(),
  'word-left': (line) => line.wordBack(),
  'word-right': (line) => line.wordForward(),
  'delete-word': (line) => line.deleteWord(),
  'erase-word': (line) => line.eraseWordBack(),
}

/** What keys are typed as where there are none. */
const controls: Readonly<Record<string, KeyName>> = {
  [control('A')]: 'home',
  [control('B')]: 'left',
  [control('E')]: 'end',
  [control('F')]: 'right',
  [control('N')]: 'down',
  [control('P')]: 'up',
}

/** A terminal that edits lines itself; one that is told not to, or to show nothing, is read as it is. */
export function editsLines(settings: TerminalSettings | undefined): settings is TerminalSettings {
  return settings?.canonical === true && settings.echo
}

/**
 * The line with its newline, empty at the end of the input; undefined when ^C was typed. The terminal gives each key as it
 * comes meanwhile.
 */
export async function editLine(shell: Shell, prompt: string, history: History): Promise<string | undefined> {
  const settings = shell.process.terminalSettings(0)!
  const before = { canonical: settings.canonical, echo: settings.echo, signals: settings.signals }
  Object.assign(settings, { canonical: false, echo: false, signals: false })
  const editor = new LineEditor(shell, prompt, history, settings)
  let line: string | undefined
  try {
    line = await editor.run()
  } finally {
    Object.assign(settings, before)
    editor.giveBack()
  }
  // who sees the end of the line may type for the command
  await editor.show()
  return line
}

type Outcome = { readonly line: string | undefined } | undefined

class LineEditor {
  readonly #shell: Shell
  readonly #history: History
  readonly #settings: TerminalSettings
  readonly #line: EditedLine
  readonly #keys: KeyReader
  /** What a second Tab shows. */
  #choices: readonly string[] | undefined

  constructor(shell: Shell, prompt: string, history: History, settings: TerminalSettings) {
    this.#shell = shell
    this.#history = history
    this.#settings = settings
    this.#line = new EditedLine(prompt, () => settings.columns)
    const { process } = shell
    this.#keys = new KeyReader(async () => process.file(0)?.read(process, CHUNK))
  }

  /** What was typed behind the line is for whoever reads next. */
  giveBack(): void {
    const rest = this.#keys.rest()
    if (rest.length > 0) this.#shell.process.file(0)?.unread(rest)
  }

  async run(): Promise<string | undefined> {
    this.#history.begin()
    const { terminal } = this.#shell.process
    const asks = !this.#shell.dialect.bash && terminal?.isTyped === false
    await this.#shell.print(2, this.#line.takeOutput() + (asks ? ASK_PLACE : ''))
    for (;;) {
      const key = await this.#keys.next()
      const outcome = key === undefined ? { line: '' } : await this.#do(key)
      if (outcome) return outcome.line
      // what is typed fast is shown at once
      if (this.#keys.isEmpty) await this.show()
    }
  }

  /** Writes what has to be written. */
  async show(): Promise<void> {
    const output = this.#line.takeOutput()
    if (output) await this.#shell.print(2, output)
  }

  async #do(key: Key): Promise<Outcome> {
    if ('text' in key && key.text === '\t') {
      this.#complete()
      return undefined
    }
    this.#choices = undefined
    if ('name' in key) {
      this.#move(key.name)
      return undefined
    }
    return key.text === control('R') ? this.#search() : this.#edit(key.text)
  }

  #move(name: KeyName): void {
    if (name === 'up') this.#recall(this.#history.previous(this.#line.text))
    else if (name === 'down') this.#recall(this.#history.next(this.#line.text))
    else moves[name]?.(this.#line)
  }

  #edit(text: string): Outcome {
    const line = this.#line
    switch (text) {
      case '\r':
      case '\n':
        line.newLine()
        this.#history.add(line.text)
        return { line: `${line.text}\n` }
      case control('C'):
        line.abandon()
        return { line: undefined }
      case control('D'):
        if (line.isEmpty) return { line: '' }
        line.delete()
        return undefined
      case '\b':
      case '\x7f':
        line.erase()
        return undefined
      default:
        this.#control(text)
        return undefined
    }
  }

  #control(text: string): void {
    const name = controls[text]
    if (name !== undefined) this.#move(name)
    else if (text === control('K')) this.#line.deleteToEnd()
    else if (text === control('L')) this.#line.clearScreen()
    else if (text === control('U')) this.#line.deleteToStart()
    else if (text === control('W')) this.#line.eraseWord()
    else if (text >= ' ') this.#line.insert(text)
  }

  #recall(line: string | undefined): void {
    if (line === undefined) this.#line.beep()
    else this.#line.replace(line)
  }

  /** The first Tab completes as far as it is clear, the second shows what there is. */
  #complete(): void {
    const line = this.#line
    if (this.#choices !== undefined) {
      if (this.#choices.length > 0) line.drawBelow(columns(this.#choices, this.#settings.columns || 80))
      return
    }
    const before = line.beforeCursor
    const { from, matches } = completionOf(this.#shell, before)
    const [only] = matches
    if (matches.length !== 1) {
      line.beep()
      this.#choices = matches
    }
    const found = matches.length === 1 ? only! : commonBeginning(matches)
    if (found === '') return
    const ending = matches.length === 1 && !found.endsWith('/') ? ' ' : ''
    const whole = before.slice(0, from) + quoted(found) + ending
    line.replace(whole + line.text.slice(before.length), whole.length)
  }

  /** ^R: the newest line with what is typed; any other key takes it. */
  async #search(): Promise<Outcome> {
    const line = this.#line
    const { prompt } = line
    let wanted = ''
    const show = (): void => {
      line.prompt = `(reverse-i-search)'${wanted}': `
    }
    show()
    line.redraw()
    for (;;) {
      await this.show()
      const key = await this.#keys.next()
      const text = key && 'text' in key ? key.text : undefined
      const older = text === control('R')
      const isErased = text === '\b' || text === '\x7f'
      if (text === undefined || (text < ' ' && !older && !isErased)) {
        line.prompt = prompt
        line.redraw()
        return key ? this.#do(key) : { line: '' }
      }
      const next = older ? wanted : isErased ? wanted.slice(0, -1) : wanted + text
      const found = this.#history.search(next, older)
      if (!found) {
        line.beep()
        continue
      }
      wanted = next
      show()
      line.replace(found.line, found.at)
    }
  }
}
