// java, dotnet and rustc: versions, and applications that idle where their file is there.
import type { Process, Program } from '../../../runtime/process.ts'
import { builder } from '../tools/builders.ts'
import { readText } from '../tools/read-text.ts'
import { idle } from './application.ts'

/** Java handles the signals itself (128 + signal). */
const JAVA_ENDS = [143, 130] as const

export const java: Program = async (process) => {
  const full = (process.env.JAVA_VERSION ?? 'jdk-21.0.8+9').replace(/^jdk-?/, '')
  const version = full.replace(/\+.*/, '')
  const args = process.argv.slice(1)
  const flag = args.find((word) => /^(--?version|-fullversion)$/.test(word))
  if (flag !== undefined) {
    // only the releases from 21 on say that they are kept up for long
    const isLong = /^(21|25)\./.test(version)
    const vendor = process.env.JAVA_HOME?.startsWith('/opt/java') ? `Temurin-${full} ` : ''
    const build = `(build ${full}${isLong ? '-LTS' : ''}`
    const day = `2025-07-15${isLong ? ' LTS' : ''}`
    const lines = [
      flag === '--version' ? `openjdk ${version} ${day}` : `openjdk version "${version}" ${day}`,
      `OpenJDK Runtime Environment ${vendor}${build})`,
      `OpenJDK 64-Bit Server VM ${vendor}${build}, mixed mode, sharing)`,
    ]
    await process.write(flag === '--version' ? 1 : 2, `${lines.join('\n')}\n`)
    return 0
  }
  const jar = args.indexOf('-jar')
  const path = jar >= 0 ? args[jar + 1] : undefined
  if (path !== undefined) {
    if (process.files.exists(path)) return idle(process, path, portIn(args), JAVA_ENDS)
    await process.write(2, `Error: Unable to access jarfile ${path}\n`)
    return 1
  }
  const main = mainClass(args)
  if (main === undefined) {
    await process.write(2, 'Usage: java [options] <mainclass> [args...]\n           (to execute a class)\n')
    return 1
  }
  const file = main.endsWith('.java') ? main : `${main.replaceAll('.', '/')}.class`
  if (process.files.exists(file) || args.some((word) => /^(-cp|-classpath|--class-path)$/.test(word))) {
    return idle(process, main, portIn(args), JAVA_ENDS)
  }
  await process.write(
    2,
    `Error: Could not find or load main class ${main}\nCaused by: java.lang.ClassNotFoundException: ${main}\n`,
  )
  return 1
}

/** `-Dserver.port=8081` and `--server.port=8081` */
const portIn = (args: readonly string[]): string => args.find((word) => /port=\d+/.test(word)) ?? ''

function mainClass(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    if (/^(-cp|-classpath|--class-path|-p|--module-path)$/.test(args[at]!)) at++
    else if (!args[at]!.startsWith('-')) return args[at]
  }
  return undefined
}

/** Compiles in name: a class file per source. */
export const javac: Program = async (process) => {
  const sources = process.argv.slice(1).filter((word) => word.endsWith('.java'))
  if (process.argv.some((word) => /^--?version$/.test(word))) {
    await process.write(1, `javac ${(process.env.JAVA_VERSION ?? 'jdk-21.0.8+9').replace(/^jdk-?|\+.*/g, '')}\n`)
    return 0
  }
  for (const path of sources) {
    if (readText(process, path) === undefined) {
      await process.write(
        2,
        `error: file not found: ${path}\nUsage: javac <options> <source files>\nuse --help for a list of possible options\n`,
      )
      return 2
    }
    process.files.writeFile(path.replace(/java$/, 'class'), '')
  }
  return 0
}

export const dotnet: Program = async (process) => {
  const [first = ''] = process.argv.slice(1)
  if (!first.endsWith('.dll')) return builder(process)
  if (process.files.exists(first)) return idle(process, first, urlsOf(process), [0, 0])
  await process.write(
    1,
    `The command could not be loaded, possibly because:\n  * You intended to execute a .NET application:\n      The application '${first}' does not exist.\n`,
  )
  return 1
}

const urlsOf = ({ env }: Process): string => {
  const port = env.ASPNETCORE_HTTP_PORTS ?? env.ASPNETCORE_URLS?.replace(/^.*:/, '')
  return port === undefined ? '' : `port=${port}`
}

export const rustc: Program = async (process) => {
  const version = process.env.RUST_VERSION ?? '1.89.0'
  if (/^(-V|--version)$/.test(process.argv[1] ?? '')) {
    await process.write(1, `rustc ${version} (29483883e 2025-08-04)\n`)
    return 0
  }
  await process.write(2, 'rustc: mockerd does not compile; `cargo build` makes what stands for a program\n')
  return 1
}
