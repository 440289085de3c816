// Statements of PostgreSQL that are simulated, as they are read.
import { type Kind, kindNamed } from '../../sql/kinds.ts'
import type { CommonStatement } from '../../sql/statement.ts'

export type Statement =
  | CommonStatement
  | { readonly type: 'create database'; readonly name: string }
  | { readonly type: 'drop role'; readonly names: readonly string[]; readonly lenient: boolean }
  | {
      readonly type: 'set role'
      readonly make: boolean
      readonly name: string
      readonly login: boolean
      readonly superuser: boolean | undefined
      readonly password: string | null | undefined
    }
  | { readonly type: 'set'; readonly name: string; readonly value: string | undefined }
  | { readonly type: 'show'; readonly name: string }
  /** Nothing happens, but the tag is said. */
  | { readonly type: 'nothing'; readonly tag: string }

/** The type behind `serial` and its like. */
export function serialKind(name: string): Kind | undefined {
  const kinds: Readonly<Record<string, string>> = {
    serial: 'int4',
    serial4: 'int4',
    bigserial: 'int8',
    serial8: 'int8',
    smallserial: 'int2',
  }
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  return kind === undefined ? undefined : kindNamed(kind)
}
