// Test cases as JUnit's XML, which continuous integration reads.
import type { TestCase } from './test-case.ts'

/** Ends with a line feed. */
export function junitText(suite: string, cases: readonly TestCase[], seconds: number): string {
  const count = (outcome: TestCase['outcome']): number => cases.filter((one) => one.outcome === outcome).length
  const counts = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="${escaped(suite)}" ${counts} time="${seconds.toFixed(3)}">`,
    ...cases.map(caseText),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function caseText({ group, name, outcome, message = '', details = '', seconds = 0 }: TestCase): string {
  const head = `    <testcase classname="${escaped(group)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`
  if (outcome === 'passed') return `${head}/>`
  const element = outcome === 'failed' ? 'failure' : 'skipped'
  return `${head}><${element} message="${escaped(message)}">${escaped(details)}</${element}></testcase>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** What XML 1.0 cannot hold at all is left out: a command may print any byte. */
const escaped = (text: string): string =>
  text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (sign) => entities[sign]!)
    .replace(/\n/g, '&#10;')
