// A line as it stands on a terminal: each change says what has to be written for it (busybox libbb/lineedit.c).

/** ESC and what stands behind it. */
const CLEAR_BEHIND = '\x1b[J'
const CLEAR_ALL = '\x1b[H\x1b[J'
const up = (lines: number): string => `\x1b[${lines}A`
const right = (columns: number): string => `\x1b[${columns}C`
const left = (columns: number): string => `\x1b[${columns}D`

/** More columns back than this are told as a number. */
const MOST_BACKSPACES = 4

const WIDTH = 80

export class EditedLine {
  #letters: string[] = []
  #cursor = 0
  #prompt: string
  readonly #columns: () => number
  /** where the cursor is: columns from the left, lines below that of the prompt's end */
  #x = 0
  #y = 0
  #output = ''

  /** @param columns how wide the terminal is; 0 if nobody knows */
  constructor(prompt: string, columns: () => number) {
    this.#prompt = prompt
    this.#columns = columns
    this.#output = prompt
    this.#afterPrompt()
  }

  get text(): string {
    return this.#letters.join('')
  }

  get isEmpty(): boolean {
    return this.#letters.length === 0
  }

  get beforeCursor(): string {
    return this.#letters.slice(0, this.#cursor).join('')
  }

  /** What has to be written now. */
  takeOutput(): string {
    const output = this.#output
    this.#output = ''
    return output
  }

  insert(letter: string): void {
    this.#letters.splice(this.#cursor, 0, letter)
    const after = this.#cursor + 1
    this.toEnd()
    this.back(this.#cursor - after)
  }

  back(count: number): void {
    const moved = Math.min(count, this.#cursor)
    if (moved === 0) return
    this.#cursor -= moved
    if (this.#x >= moved) {
      this.#x -= moved
      this.#output += moved <= MOST_BACKSPACES ? '\b'.repeat(moved) : left(moved)
      return
    }
    const at = this.#y * this.#width + this.#x - moved
    const y = Math.floor(at / this.#width)
    this.#output += `\r${up(this.#y - y)}`
    this.#y = y
    this.#x = at % this.#width
    if (this.#x > 0) this.#output += right(this.#x)
  }

  forward(): void {
    const letter = this.#letters[this.#cursor]
    if (letter === undefined) return
    this.#output += letter
    this.#cursor++
    if (++this.#x < this.#width) return
    this.#output += '\r\n'
    this.#x = 0
    this.#y++
  }

  toStart(): void {
    this.back(this.#cursor)
  }

  toEnd(): void {
    while (this.#cursor < this.#letters.length) this.forward()
  }

  delete(): void {
    if (this.#cursor === this.#letters.length) return
    const at = this.#cursor
    this.#letters.splice(at, 1)
    this.toEnd()
    this.#output += CLEAR_BEHIND
    this.back(this.#cursor - at)
  }

  erase(): void {
    if (this.#cursor === 0) return
    this.back(1)
    this.delete()
  }

  /** Blanks, and letters before them. */
  eraseWord(): void {
    while (/\s$/.test(this.beforeCursor)) this.erase()
    while (/\S$/.test(this.beforeCursor)) this.erase()
  }

  deleteToEnd(): void {
    this.#letters.length = this.#cursor
    this.#output += CLEAR_BEHIND
  }

  deleteToStart(): void {
    if (this.#cursor === 0) return
    this.#letters.splice(0, this.#cursor)
    this.redraw(this.#letters.length)
  }

  /** Over a word of letters and digits, and what stands before it. */
  wordBack(): void {
    this.back(this.#cursor - wordStart(this.#letters, this.#cursor))
  }

  wordForward(): void {
    const end = wordEnd(this.#letters, this.#cursor)
    while (this.#cursor < end) this.forward()
  }

  deleteWord(): void {
    const from = this.#cursor
    this.wordForward()
    const count = this.#cursor - from
    this.back(count)
    for (let deleted = 0; deleted < count; deleted++) this.delete()
  }

  eraseWordBack(): void {
    for (let count = this.#cursor - wordStart(this.#letters, this.#cursor); count > 0; count--) this.erase()
  }

  /** Another text in its place. */
  replace(text: string, cursor: number = text.length): void {
    this.#letters = [...text]
    this.redraw(this.#letters.length - [...text.slice(0, cursor)].length)
  }

  /** Another prompt, from the next drawing on. */
  set prompt(prompt: string) {
    this.#prompt = prompt
  }

  get prompt(): string {
    return this.#prompt
  }

  /** Writes everything again, the cursor so many letters before the end. */
  redraw(fromEnd: number = this.#letters.length - this.#cursor): void {
    if (this.#y > 0) this.#output += up(this.#y)
    this.#drawFromPrompt(fromEnd)
  }

  clearScreen(): void {
    this.#output += CLEAR_ALL
    this.#drawFromPrompt(this.#letters.length - this.#cursor)
  }

  /** On the line below, with what others have written before. */
  drawBelow(written: string): void {
    const fromEnd = this.#letters.length - this.#cursor
    this.newLine()
    this.#output += written
    this.#drawFromPrompt(fromEnd)
  }

  /** Leaves the line as it is, for what comes below it. */
  newLine(): void {
    this.toEnd()
    if (this.#x > 0) this.#output += '\n'
  }

  /** As ^C leaves it. */
  abandon(): void {
    this.toEnd()
    this.#output += '^C'
  }

  beep(): void {
    this.#output += '\x07'
  }

  #drawFromPrompt(fromEnd: number): void {
    this.#output += `\r${this.#prompt.slice(this.#prompt.lastIndexOf('\n') + 1)}`
    this.#afterPrompt()
    this.#cursor = 0
    this.toEnd()
    this.#output += CLEAR_BEHIND
    this.back(fromEnd)
  }

  #afterPrompt(): void {
    const shown = this.#prompt.slice(this.#prompt.lastIndexOf('\n') + 1).replace(/\x1b\[[\d;]*m/g, '')
    this.#y = Math.floor(shown.length / this.#width)
    this.#x = shown.length % this.#width
  }

  get #width(): number {
    return this.#columns() || WIDTH
  }
}

const isOfWord = (letter: string | undefined): boolean => letter !== undefined && /[\p{L}\p{N}_]/u.test(letter)

function wordStart(letters: readonly string[], from: number): number {
  let at = from
  while (at > 0 && !isOfWord(letters[at - 1])) at--
  while (at > 0 && isOfWord(letters[at - 1])) at--
  return at
}

function wordEnd(letters: readonly string[], from: number): number {
  let at = from
  while (at < letters.length && !isOfWord(letters[at])) at++
  while (isOfWord(letters[at])) at++
  return at
}
