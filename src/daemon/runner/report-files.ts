// The reports for machines that were asked for on the command line.
import { writeFile } from 'node:fs/promises'
import type { ValuesOf } from '../options/option.ts'
import { junitText } from './junit.ts'
import type { TestCase } from './test-case.ts'

export const reportFlags = {
  'report-junit': { kind: 'string', value: 'FILE', help: "Write a report in JUnit's XML" },
  'report-json': { kind: 'string', value: 'FILE', help: 'Write a report in JSON' },
} as const

type ReportFlags = ValuesOf<typeof reportFlags>

export interface Report {
  /** `mockerd run` and the command */
  readonly suite: string
  readonly cases: readonly TestCase[]
  readonly seconds: number
  /** What the report in JSON holds. */
  readonly json: unknown
}

export async function writeReports(flags: ReportFlags, { suite, cases, seconds, json }: Report): Promise<void> {
  const { 'report-junit': junit, 'report-json': plain } = flags
  if (junit !== undefined) await writeFile(junit, junitText(suite, cases, seconds))
  if (plain !== undefined) await writeFile(plain, `${JSON.stringify(json, null, 2)}\n`)
}
