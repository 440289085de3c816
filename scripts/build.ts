// Bundles the doors into dist/ and writes the types beside them.
import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { bundle } from './bundle.ts'

rmSync('dist', { recursive: true, force: true })
await bundle('dist')
execFileSync('tsc', ['-p', 'tsconfig.build.json'], { stdio: 'inherit', shell: process.platform === 'win32' })
