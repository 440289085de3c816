// Modes as chmod, mkdir -m and find -perm take them: octal or `u+rwX,go-w`.
import { Complaint } from './report.ts'

const who: Readonly<Record<string, number>> = { u: 0o4700, g: 0o2070, o: 0o1007, a: 0o7777 }

/** The mode that `text` makes of `mode`. `umask` limits clauses that name nobody. */
export function changedMode(text: string, mode: number, umask: number, directory: boolean): number {
  if (/^[0-7]+$/.test(text)) {
    const value = Number.parseInt(text, 8)
    if (value > 0o7777) throw new Complaint(`invalid mode '${text}'`)
    return value
  }
  let result = mode
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=](?:[ugo]|[rwxXst]*))+)$/.exec(clause)
    if (!match) throw new Complaint(`invalid mode '${text}'`)
    const named = [...match[1]!].reduce((bits, letter) => bits | who[letter]!, 0)
    const mask = named === 0 ? 0o7777 & ~umask : named
    for (const [, operator, letters] of match[2]!.matchAll(/([-+=])([ugo]|[rwxXst]*)/g)) {
      const bits = bitsOf(letters!, result, directory) & (mask | (named === 0 ? 0o7000 : 0))
      if (operator === '+') result |= bits
      else if (operator === '-') result &= ~bits
      else result = (result & ~(named === 0 ? 0o777 : named & 0o777) & ~((named || 0o7777) & 0o7000)) | bits
    }
  }
  return result & 0o7777
}

function bitsOf(letters: string, mode: number, directory: boolean): number {
  const copied = { u: 6, g: 3, o: 0 }[letters as 'u']
  if (copied !== undefined) return ((mode >> copied) & 7) * 0o111
  let bits = 0
  for (const letter of letters) {
    if (letter === 'r') bits |= 0o444
    else if (letter === 'w') bits |= 0o222
    else if (letter === 'x') bits |= 0o111
    else if (letter === 'X') bits |= directory || mode & 0o111 ? 0o111 : 0
    else if (letter === 's') bits |= 0o6000
    else bits |= 0o1000
  }
  return bits
}
