// /etc/passwd, /etc/group and /etc/shadow of an image.
import type { LayerEntry } from '../../registry/recipe.ts'
import { file } from './entries.ts'

export type Account = readonly [name: string, uid: number, gid: number, home: string, shell: string]
export type Group = readonly [name: string, gid: number, ...members: string[]]

/** The three files. Every account has a group of its name unless another group has its number. */
export function accounts(users: readonly Account[], groups: readonly Group[] = []): LayerEntry[] {
  const named = new Set(groups.map(([, gid]) => gid))
  const own = users.filter(([, , gid]) => !named.has(gid)).map(([name, , gid]): Group => [name, gid])
  const all = [...own, ...groups].sort(([, a], [, b]) => a - b)
  return [
    file(
      'etc/passwd',
      lines(users.map(([name, uid, gid, home, shell]) => `${name}:x:${uid}:${gid}:${name}:${home}:${shell}`)),
    ),
    file('etc/group', lines(all.map(([name, gid, ...members]) => `${name}:x:${gid}:${members.join(',')}`))),
    file('etc/shadow', lines(users.map(([name]) => `${name}:*::0:::::`)), 0o640, { uid: 0, gid: 42 }),
  ]
}

const lines = (list: readonly string[]): string => list.map((line) => `${line}\n`).join('')
