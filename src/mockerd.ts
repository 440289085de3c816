#!/usr/bin/env node
// The command.
import * as module from 'node:module'

// Where Node.js can (22.8 and later) it keeps what it has compiled, in the user's temporary directory: the next start
// takes half as long. Only what is imported after this is kept.
const { enableCompileCache } = module as { readonly enableCompileCache?: () => void }
enableCompileCache?.()

const { runCommand } = await import('./daemon/command.ts')
process.exitCode = await runCommand(process.argv.slice(2))
