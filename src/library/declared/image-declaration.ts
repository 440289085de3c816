// What users may say about an image of their own; the same words in YAML, JSON and TypeScript.
import {
  described,
  duration,
  either,
  flag,
  list,
  map,
  number,
  record,
  type Shape,
  text,
  textLike,
  whole,
} from '../../codec/shape.ts'
import type { Program } from '../../runtime/process.ts'
import { type ProgramDeclaration, programDeclaration } from './program-declaration.ts'

/** A file of an image: exactly one of `text`, `base64`, `bytes`, `from`, `link` and `directory`. */
export interface FileDeclaration {
  readonly text?: string | undefined
  readonly base64?: string | undefined
  /** the path of a file or directory beside the declaration */
  readonly from?: string | undefined
  /** a symlink to this path */
  readonly link?: string | undefined
  /** an empty directory */
  readonly directory?: boolean | undefined
  /** permission bits in octal: `"0644"` */
  readonly mode?: string | undefined
  /** `1000` or `1000:1000` */
  readonly owner?: string | undefined
}

export interface HealthcheckDeclaration {
  /** A command for the shell, or words; `NONE` for no check. */
  readonly test: string | readonly string[]
  readonly interval?: string | undefined
  readonly timeout?: string | undefined
  readonly startPeriod?: string | undefined
  readonly startInterval?: string | undefined
  readonly retries?: number | undefined
}

/** An image of one's own. */
export interface ImageDeclaration {
  /** As it is pulled, without a tag: `example/shop`. */
  readonly image: string
  /** `latest` if left out */
  readonly tags?: readonly string[] | undefined
  readonly description?: string | undefined
  /** The image that this one builds on, or `scratch`; `alpine` if left out. */
  readonly base?: string | undefined
  /** The day it was made: `2025-08-01`. */
  readonly created?: string | undefined
  readonly files?: Readonly<Record<string, string | Uint8Array | FileDeclaration>> | undefined
  /** path of an executable -> what it does; a function in TypeScript */
  readonly programs?: Readonly<Record<string, ProgramDeclaration | Program>> | undefined
  readonly env?: Readonly<Record<string, string | number | boolean>> | undefined
  readonly cmd?: string | readonly string[] | undefined
  readonly entrypoint?: string | readonly string[] | undefined
  /** `8080` or `53/udp` */
  readonly ports?: readonly (number | string)[] | undefined
  readonly volumes?: readonly string[] | undefined
  readonly labels?: Readonly<Record<string, string | number | boolean>> | undefined
  readonly healthcheck?: HealthcheckDeclaration | undefined
  readonly stopsignal?: string | undefined
  readonly user?: string | undefined
  readonly workdir?: string | undefined
}

const absolutePath = textLike('a path that begins with a slash', /^\/./)
const command = described(
  either<string | readonly string[]>(text, list(text)),
  'A list of words, or a text for the shell',
)

const word: Shape<string | number | boolean> = either<string | number | boolean>(text, number, flag)

const file: Shape<FileDeclaration> = record<FileDeclaration>({
  text,
  base64: textLike('base64', /^[A-Za-z0-9+/\s]*=*\s*$/),
  from: described(text, 'A file or directory beside this one'),
  link: described(text, 'A symlink to this path'),
  directory: described(flag, 'An empty directory'),
  mode: textLike('permission bits in quotes like "0644"', /^0?[0-7]{3,4}$/),
  owner: textLike('numbers in quotes like "1000:1000"', /^\d+(:\d+)?$/),
})

const bytes: Shape<Uint8Array> = {
  name: 'bytes',
  schema: { not: {} },
  is: (value) => value instanceof Uint8Array,
  check() {},
}

const program: Shape<Program> = {
  name: 'a function',
  schema: { not: {} },
  is: (value) => typeof value === 'function',
  check() {},
}

const healthcheck: Shape<HealthcheckDeclaration> = record<HealthcheckDeclaration>(
  {
    test: command,
    interval: duration,
    timeout: duration,
    startPeriod: duration,
    startInterval: duration,
    retries: whole(1, 1_000_000),
  },
  ['test'],
)

/** The shape of an ImageDeclaration. */
export const imageDeclaration: Shape<ImageDeclaration> = record<ImageDeclaration>(
  {
    image: described(
      textLike('the name of an image without a tag', /^[a-z0-9][a-z0-9.:-]*([/_-]+[a-z0-9._-]*[a-z0-9])*$/),
      'As it is pulled, without a tag: example/shop',
    ),
    tags: list(textLike('a tag in quotes like "1.2"', /^\w[\w.-]{0,127}$/)),
    description: text,
    base: described(text, 'The image that this one builds on, or scratch; alpine if left out'),
    created: textLike('a day in quotes like "2025-08-01"', /^\d{4}-\d{2}-\d{2}$/),
    files: map(either<string | Uint8Array | FileDeclaration>(text, bytes, file), absolutePath),
    programs: map(either<ProgramDeclaration | Program>(program, programDeclaration), absolutePath),
    env: map(word),
    cmd: command,
    entrypoint: command,
    ports: list(either<number | string>(whole(1, 65_535), textLike('a port like "53/udp"', /^\d+\/(tcp|udp|sctp)$/))),
    volumes: list(absolutePath),
    labels: map(word),
    healthcheck,
    stopsignal: text,
    user: text,
    workdir: absolutePath,
  },
  ['image'],
)
