// The programs of one daemon: those of all, and what its options add or switch off.
import { declaredPrograms } from '../library/declared/functions.ts'
import type { ImageDeclaration } from '../library/declared/image-declaration.ts'
import { withEffects } from '../library/programs/tools.ts'
import type { Program } from '../runtime/process.ts'
import { ANY_COMMAND, type ProgramTable } from '../runtime/programs.ts'
import { programs } from './programs.ts'

/** What containers can run, and what becomes of commands that nothing really simulates. */
export interface ProgramOptions {
  /** Programs of one's own: an executable that names one of them runs it, and one of a built-in's name replaces it. */
  readonly programs?: Readonly<Record<string, Program>> | undefined
  /**
   * Package managers, build tools and the like: `effects` (the default) lets them succeed and leave behind what is
   * declared for them; `strict` refuses them all; with `lenient` any command succeeds, even one that is not there.
   */
  readonly unknownCommands?: 'strict' | 'effects' | 'lenient' | undefined
  /** URL, in which `*` stands for anything -> the file that curl and wget get for it. */
  readonly fixtures?: Readonly<Record<string, string>> | undefined
}

/** The table of a daemon; the one of all if its options change nothing. */
export function programsWith(
  options: ProgramOptions & { readonly images?: readonly ImageDeclaration[] | undefined },
): ProgramTable {
  const more = [
    ...policy(options.unknownCommands),
    ...downloads(options.fixtures),
    ...declaredPrograms(options.images ?? []),
    ...Object.entries(options.programs ?? {}),
  ]
  return more.length === 0 ? programs : new Map([...programs, ...more])
}

function policy(name: ProgramOptions['unknownCommands']): [string, Program][] {
  const from =
    (member: 'switchedOff' | 'lenient'): Program =>
    async (process) =>
      (await import('../library/programs/tools/nominal.ts'))[member](process)
  if (name === 'strict') return withEffects.map((tool) => [tool, from('switchedOff')])
  return name === 'lenient' ? [[ANY_COMMAND, from('lenient')]] : []
}

function downloads(declared: Readonly<Record<string, string>> = {}): [string, Program][] {
  if (Object.keys(declared).length === 0) return []
  const modules = async () => {
    const { fixturesOf, wgetWith } = await import('../library/programs/tools/fixtures.ts')
    const { curlWith } = await import('../library/programs/tools/curl.ts')
    const fixtures = fixturesOf(declared)
    return { curl: curlWith(fixtures), wget: wgetWith(fixtures, programs.get('wget')!) }
  }
  let loaded: ReturnType<typeof modules> | undefined
  const load = (): ReturnType<typeof modules> => (loaded ??= modules())
  return [
    ['curl', async (process) => (await load()).curl(process)],
    ['wget', async (process) => (await load()).wget(process)],
  ]
}
