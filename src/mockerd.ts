#!/usr/bin/env node
// The command.
import { runCommand } from './daemon/command.ts'

process.exitCode = await runCommand(process.argv.slice(2))
