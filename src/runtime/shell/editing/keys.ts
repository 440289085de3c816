// What is typed at a prompt, key by key (busybox libbb/read_key.c).
import { Buffer } from 'node:buffer'

export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'delete'
  | 'word-left'
  | 'word-right'
  | 'delete-word'
  | 'erase-word'
  | 'unknown'

/** A letter as it is, a control character such as `\x01`, or a key that sends a sequence. */
export type Key = { readonly text: string } | { readonly name: KeyName }

const ESCAPE = 0x1b

/** What comes behind ESC. */
const sequences: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  OA: 'up',
  '[B': 'down',
  OB: 'down',
  '[C': 'right',
  OC: 'right',
  '[D': 'left',
  OD: 'left',
  '[H': 'home',
  OH: 'home',
  '[1~': 'home',
  '[7~': 'home',
  '[F': 'end',
  OF: 'end',
  '[4~': 'end',
  '[8~': 'end',
  '[3~': 'delete',
  '[1;5C': 'word-right',
  '[1;3C': 'word-right',
  f: 'word-right',
  '[1;5D': 'word-left',
  '[1;3D': 'word-left',
  b: 'word-left',
  d: 'delete-word',
  '\x7f': 'erase-word',
  '\b': 'erase-word',
}

export class KeyReader {
  readonly #read: () => Promise<Uint8Array | undefined>
  #bytes: Uint8Array = Buffer.alloc(0)
  #at = 0

  /** @param read gives the next bytes; undefined at the end */
  constructor(read: () => Promise<Uint8Array | undefined>) {
    this.#read = read
  }

  /** The next key; undefined when nobody types any more. */
  async next(): Promise<Key | undefined> {
    const first = await this.#byte()
    if (first === undefined) return undefined
    if (first === ESCAPE) return this.#sequence()
    let length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    const bytes = [first]
    while (--length > 0) {
      const more = await this.#byte()
      if (more === undefined) break
      bytes.push(more)
    }
    return { text: Buffer.from(bytes).toString() }
  }

  /** What has been typed and not been taken. */
  rest(): Uint8Array {
    const rest = this.#bytes.subarray(this.#at)
    this.#at = this.#bytes.length
    return rest
  }

  get isEmpty(): boolean {
    return this.#at >= this.#bytes.length
  }

  async #byte(): Promise<number | undefined> {
    while (this.isEmpty) {
      const bytes = await this.#read()
      if (bytes === undefined) return undefined
      this.#bytes = bytes
      this.#at = 0
    }
    return this.#bytes[this.#at++]
  }

  /** `[` and what belongs to it up to a letter or a tilde, `O` and a letter, or one letter alone. */
  async #sequence(): Promise<Key | undefined> {
    let text = ''
    for (;;) {
      const byte = await this.#byte()
      if (byte === undefined) return undefined
      text += String.fromCharCode(byte)
      const isOpen = text === '[' || text === 'O' || (text.startsWith('[') && !/[@-~]$/.test(text.slice(1)))
      if (!isOpen || text.length > 15) return { name: sequences[text] ?? 'unknown' }
    }
  }
}
