// Reads the images that users keep in files: YAML, JSON, or modules of TypeScript and JavaScript.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readYaml, YamlProblem } from '../../codec/located-yaml.ts'
import { type Complain, mistake, type Path } from '../../codec/shape.ts'
import type { Program } from '../../runtime/process.ts'
import { FileProblem, withContents } from './files.ts'
import { type ImageDeclaration, imageDeclaration } from './image-declaration.ts'

/** What files hold; `createDaemon` and `startDaemon` take it as it is. */
export interface LoadedImages {
  readonly images: readonly ImageDeclaration[]
  /** Programs of modules that export a function, by the name of the file. */
  readonly programs: Readonly<Record<string, Program>>
}

/**
 * Reads files of images, and all files of directories. Rejects with an Error whose message is one sentence with file,
 * line and column.
 *
 * @example
 * await using daemon = await startDaemon(await loadImages('test/images'))
 */
export async function loadImages(...paths: readonly string[]): Promise<LoadedImages> {
  const images: ImageDeclaration[] = []
  const programs: Record<string, Program> = {}
  for (const path of paths.flatMap(filesAt)) {
    if (isText(path)) images.push(...(await readText(path)))
    else {
      for (const found of await readModule(path)) {
        if (typeof found === 'function') programs[basename(path, extname(path))] = found
        else images.push(found)
      }
    }
  }
  return { images, programs }
}

const isText = (path: string): boolean => /\.(ya?ml|json)$/.test(path)
const isModule = (path: string): boolean => /\.[cm]?[jt]s$/.test(path) && !/\.d\.[cm]?ts$/.test(path)

function filesAt(path: string): string[] {
  let isDirectory: boolean
  try {
    isDirectory = statSync(path).isDirectory()
  } catch {
    throw new Error(`${path}: there is no such file or directory`)
  }
  if (!isDirectory) {
    if (!isText(path) && !isModule(path))
      throw new Error(`${path}: images are read from .yaml, .json, .js and .ts files`)
    return [path]
  }
  return readdirSync(path)
    .sort()
    .map((name) => join(path, name))
    .filter((file) => (isText(file) || isModule(file)) && statSync(file).isFile())
}

async function readText(path: string): Promise<ImageDeclaration[]> {
  const fail = (place: { line: number; column: number }, sentence: string): never => {
    throw new Error(`${path}:${place.line}:${place.column}: ${sentence}`)
  }
  let documents: Awaited<ReturnType<typeof readYaml>>
  try {
    documents = await readYaml(readFileSync(path, 'utf8'))
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    return fail(error.place, error.message)
  }
  return documents.flatMap(({ value, place }) => {
    const values = Array.isArray(value) ? value : [value]
    return values.map((one: unknown, index) => {
      const at = (inner: Path): Path => (Array.isArray(value) ? [index, ...inner] : inner)
      return checked(one, dirname(path), (inner, sentence, about) =>
        fail(place(at(inner), about), mistake(inner, sentence)),
      )
    })
  })
}

async function readModule(path: string): Promise<(ImageDeclaration | Program)[]> {
  const { default: exported } = (await import(pathToFileURL(resolve(path)).href)) as { default?: unknown }
  if (exported === undefined) throw new Error(`${path}: exports no image and no program by default`)
  const values: unknown[] = Array.isArray(exported) ? exported : [exported]
  return values.map((value) =>
    typeof value === 'function'
      ? (value as Program)
      : checked(value, dirname(path), (inner, sentence) => {
          throw new Error(`${path}: ${mistake(inner, sentence)}`)
        }),
  )
}

/** The declaration with the contents of the files that it names; `complain` throws. */
function checked(value: unknown, place: string, complain: Complain): ImageDeclaration {
  imageDeclaration.check(value, [], complain)
  const declared = value as ImageDeclaration
  try {
    return declared.files ? { ...declared, files: withContents(declared.files, place) } : declared
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error
    complain(['files', error.path], error.message)
    throw error
  }
}
