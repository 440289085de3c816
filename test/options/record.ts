// Asks a real dockerd (28.5.2, in the PATH) what it says of the cases: npx tsx test/options/record.ts
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cases } from './cases.ts'
import type { OptionCase } from './option-case.ts'

export interface RecordedCase extends OptionCase {
  /** Without the help that dockerd has in its refusals. */
  readonly says: string
  readonly exitCode: number
}

const folder = mkdtempSync(join(tmpdir(), 'dockerd-'))

function ask({ args, file, hex }: OptionCase): RecordedCase {
  const content = hex === undefined ? file : Buffer.from(hex, 'hex')
  if (content !== undefined) writeFileSync(join(folder, 'daemon.json'), content)
  const config = content === undefined ? [] : ['--config-file', 'daemon.json']
  const { stderr, stdout, status } = spawnSync('dockerd', ['--validate', ...config, ...args], { cwd: folder })
  const says = `${stdout}${stderr}`.replace(/(See 'dockerd --help'\.).*(, Code: 125\n)$/s, '$1$2')
  return { args, ...(file !== undefined && { file }), ...(hex !== undefined && { hex }), says, exitCode: status ?? -1 }
}

const lines = cases.map((one) => JSON.stringify(ask(one)))
writeFileSync(new URL('../recordings/options.json', import.meta.url), `[\n${lines.join(',\n')}\n]\n`)
rmSync(folder, { recursive: true })
