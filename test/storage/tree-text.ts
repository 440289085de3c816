// A tree as text, to be compared: one line for each path, with a number for each file that has several names.
import { createHash } from 'node:crypto'
import type { Tree } from '../../src/storage/tree.ts'
import type { ModelNode } from './model-tree.ts'

export function textOfTree(tree: Tree): string[] {
  const names = new Map<number, string>()
  const lines: string[] = []
  const visit = (ino: number, path: string): void => {
    for (const [name, child] of [...tree.entries(ino)].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const at = `${path}/${name}`
      const { kind, mode, size, target } = tree.stat(child)
      const first = names.get(child) ?? at
      names.set(child, first)
      lines.push(line(at, first, kind, mode, kind === 'file' ? tree.read(child, 0, size) : target))
      if (kind === 'directory') visit(child, at)
    }
  }
  visit(tree.root, '')
  return lines
}

export function textOfModel(root: ModelNode): string[] {
  const names = new Map<ModelNode, string>()
  const lines: string[] = []
  const visit = (node: ModelNode, path: string): void => {
    if (node.kind !== 'directory') return
    for (const [name, child] of [...node.names].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const at = `${path}/${name}`
      const first = names.get(child) ?? at
      names.set(child, first)
      const content = child.kind === 'file' ? child.bytes : child.kind === 'symlink' ? child.target : undefined
      lines.push(line(at, first, child.kind, child.mode, content))
      visit(child, at)
    }
  }
  visit(root, '')
  return lines
}

function line(at: string, first: string, kind: string, mode: number, content: Uint8Array | string | undefined): string {
  const what = content instanceof Uint8Array ? `${content.length} ${digest(content)}` : (content ?? '')
  return `${at} ${first === at ? '' : `= ${first} `}${kind} ${mode.toString(8)} ${what}`
}

const digest = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex').slice(0, 8)
