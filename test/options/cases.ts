// Command lines and daemon.json files that dockerd is asked about (record.ts), and mockerd (recorded.test.ts).
import { fileCases } from './file-cases.ts'
import { flagCases } from './flag-cases.ts'
import type { OptionCase } from './option-case.ts'

export const cases: readonly OptionCase[] = [...flagCases, ...fileCases]
