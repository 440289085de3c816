// A terminal: what is typed goes through its line discipline to the programs, what they print goes out with \r\n.
import { Buffer } from 'node:buffer'
import { FileError } from '../storage/file-error.ts'
import type { Inode } from '../storage/tree.ts'
import { concat } from './bytes.ts'
import { type Caller, loneInode, OpenFile } from './open-file.ts'
import { Signal } from './signals.ts'
import type { TerminalSettings } from './terminal-settings.ts'
import { WaitList } from './wait-list.ts'

/** How a terminal reaches the world around it. */
export interface TerminalPort {
  output(bytes: Uint8Array): Promise<void> | undefined
  /** Sends a signal to a process group. */
  signalGroup(group: number, signal: number): void
}

/** bytes that may wait to be read before the one who types is held back */
const CAPACITY = 65_536
/** bytes of an unfinished line, as Linux has it */
const LONGEST_LINE = 4095

const Key = {
  interrupt: 3,
  endOfFile: 4,
  backspace: 8,
  newline: 10,
  return: 13,
  eraseWord: 23,
  kill: 21,
  suspend: 26,
  quit: 28,
  erase: 127,
}

export class Terminal {
  readonly name: string
  readonly settings: TerminalSettings = {
    echo: true,
    canonical: true,
    signals: true,
    returnIsNewline: true,
    newlineReturns: true,
    rows: 0,
    columns: 0,
  }
  /** the process group that reads and gets ^C */
  foreground = 0
  private readonly port: TerminalPort
  private line: number[] = []
  /** finished lines (or bytes, when not canonical); an empty one is an end of file */
  private lines: Uint8Array[] = []
  private size = 0
  private closed = false
  readonly changed: WaitList = new WaitList()
  private node: Inode | undefined

  constructor(name: string, port: TerminalPort) {
    this.name = name
    this.port = port
  }

  get inode(): Inode {
    return (this.node ??= { ...loneInode('character', 0o620, [136, 0]), gid: 5 })
  }

  /** Whether something was typed that nobody has read. */
  get isTyped(): boolean {
    return this.size > 0 || this.line.length > 0
  }

  /** What a person types. A promise when nobody reads it. */
  type(bytes: Uint8Array): Promise<void> | undefined {
    const echoed: number[] = []
    for (const byte of bytes) this.typed(byte, echoed)
    // what is echoed waits for nobody
    if (echoed.length) this.port.output(Uint8Array.from(echoed))?.catch(() => {})
    return this.size > CAPACITY ? this.drained() : undefined
  }

  private async drained(): Promise<void> {
    while (this.size > CAPACITY && !this.closed) {
      await new Promise<void>((resolve) => void this.changed.add(resolve))
    }
  }

  /** Nobody will type any more; readers get what is there and then the end. */
  hangUp(): void {
    this.closed = true
    this.changed.wakeAll()
  }

  resize(rows: number, columns: number): void {
    if (rows === this.settings.rows && columns === this.settings.columns) return
    this.settings.rows = rows
    this.settings.columns = columns
    this.port.signalGroup(this.foreground, Signal.WINCH)
  }

  private typed(typedByte: number, echoed: number[]): void {
    const byte = typedByte === Key.return && this.settings.returnIsNewline ? Key.newline : typedByte
    if (this.settings.signals && this.signalFor(byte)) {
      if (this.settings.echo) echoed.push(0x5e, byte + 0x40)
      this.line = []
      this.port.signalGroup(this.foreground, this.signalFor(byte)!)
    } else if (this.settings.canonical) this.edit(byte, echoed)
    else {
      if (this.settings.echo) this.echo(byte, echoed)
      this.finish(Uint8Array.of(byte))
    }
  }

  private signalFor(byte: number): number | undefined {
    if (byte === Key.interrupt) return Signal.INT
    if (byte === Key.quit) return Signal.QUIT
    return byte === Key.suspend ? Signal.TSTP : undefined
  }

  private edit(byte: number, echoed: number[]): void {
    switch (byte) {
      case Key.erase:
      case Key.backspace:
        this.erase(1, echoed)
        return
      case Key.kill:
        this.erase(this.line.length, echoed)
        return
      case Key.eraseWord: {
        const word = /\S*\s*$/.exec(Buffer.from(this.line).toString('latin1'))![0]
        this.erase(word.length, echoed)
        return
      }
      case Key.endOfFile:
        this.finish(this.takeLine())
        return
      case Key.newline:
        this.line.push(byte)
        this.echo(byte, echoed)
        this.finish(this.takeLine())
        return
      default:
        if (this.line.length >= LONGEST_LINE) return
        this.line.push(byte)
        this.echo(byte, echoed)
    }
  }

  private takeLine(): Uint8Array {
    const line = Uint8Array.from(this.line)
    this.line = []
    return line
  }

  private finish(bytes: Uint8Array): void {
    const last = this.lines.length - 1
    if (!this.settings.canonical && last >= 0) this.lines[last] = concat([this.lines[last]!, bytes])
    else this.lines.push(bytes)
    this.size += bytes.length
    this.changed.wakeAll()
  }

  private erase(count: number, echoed: number[]): void {
    for (let i = 0; i < count && this.line.length > 0; i++) {
      // the rest of a UTF-8 sequence goes with its first byte
      while (this.line.length > 1 && (this.line[this.line.length - 1]! & 0xc0) === 0x80) this.line.pop()
      this.line.pop()
      if (this.settings.echo) echoed.push(8, 32, 8)
    }
  }

  private echo(byte: number, echoed: number[]): void {
    if (!this.settings.echo) return
    if (byte === Key.newline) echoed.push(13, 10)
    else if (byte < 32 && byte !== 9) echoed.push(0x5e, byte + 0x40)
    else echoed.push(byte)
  }

  /** One line at most, as a terminal gives them; undefined at ^D on an empty line. */
  async read(caller: Caller, max: number): Promise<Uint8Array | undefined> {
    for (;;) {
      if (caller.group !== this.foreground) {
        if (!caller.raise(Signal.TTIN)) throw new FileError('EIO')
        await caller.hold()
        continue
      }
      // what was begun as a line belongs to who wants every byte
      if (!this.settings.canonical && this.line.length > 0) this.finish(this.takeLine())
      const line = this.lines.shift()
      if (line) return this.part(line, max)
      if (this.closed) return undefined
      await caller.block(this.changed.add)
    }
  }

  private part(line: Uint8Array, max: number): Uint8Array | undefined {
    const now = line.length > max ? line.subarray(0, max) : line
    if (now.length < line.length) this.lines.unshift(line.subarray(max))
    this.size -= now.length
    this.changed.wakeAll()
    return now.length ? now : undefined
  }

  unread(bytes: Uint8Array): void {
    this.lines.unshift(bytes)
    this.size += bytes.length
  }

  print(bytes: Uint8Array): Promise<void> | undefined {
    return this.port.output(this.settings.newlineReturns ? withReturns(bytes) : bytes)
  }
}

function withReturns(bytes: Uint8Array): Uint8Array {
  let newlines = 0
  for (const byte of bytes) if (byte === 10) newlines++
  if (newlines === 0) return bytes
  const result = new Uint8Array(bytes.length + newlines)
  let at = 0
  for (const byte of bytes) {
    if (byte === 10) result[at++] = 13
    result[at++] = byte
  }
  return result
}

/** A terminal as a process has it open. */
export class TerminalFile extends OpenFile {
  private readonly device: Terminal
  readonly path: string
  constructor(device: Terminal) {
    super()
    this.device = device
    this.path = `/dev/${device.name}`
  }

  override get terminalSettings(): TerminalSettings {
    return this.device.settings
  }

  override read(caller: Caller, max: number): Promise<Uint8Array | undefined> {
    return this.device.read(caller, max)
  }

  override write(caller: Caller, bytes: Uint8Array): Promise<void> | undefined {
    const slow = this.device.print(bytes)
    return slow && waitFor(caller, slow)
  }

  override unread(bytes: Uint8Array): void {
    if (bytes.length) this.device.unread(bytes)
  }

  override inode(): Inode {
    return this.device.inode
  }
}

/** Holds a process back until something outside the machine is ready; a signal can still end it. */
export function waitFor(caller: Caller, outside: Promise<void>): Promise<void> {
  return caller.block((wake) => {
    outside.then(wake, wake)
    return undefined
  })
}
