// Holds openapi/ against the published definitions of every API version, where they are at hand.
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { differencesOf } from '../../scripts/contract-diff/differences.ts'
import { explain } from '../../scripts/contract-diff/explanations.ts'
import type { Facts } from '../../scripts/contract-diff/facts.ts'
import { ownFacts } from '../../scripts/contract-diff/own.ts'
import { findPublished } from '../../scripts/contract-diff/published.ts'
import { contractDiff } from '../../scripts/contract-diff.ts'
import { readContract } from '../../scripts/generate/contract.ts'

const root = join(import.meta.dirname, '..', '..')
const published = findPublished(root)

test.skipIf(published === undefined)(
  `openapi/ says what Docker publishes of every API version${published ? '' : ' (the definitions are not at hand)'}`,
  () => {
    const { unexplained, unused, explained } = contractDiff()!
    expect({ unexplained, unused }).toEqual({ unexplained: [], unused: [] })
    expect(explained).toBeGreaterThan(0)
  },
)

describe('a contract that differs from the published one', () => {
  const contract = readContract(join(root, 'openapi'))
  const theirs = (): Facts => ownFacts(contract, '1.44')
  const changed = (change: (facts: Facts) => void): string[] => {
    const facts = theirs()
    change(facts)
    return differencesOf(['1.44'], theirs, () => facts).map(({ place, what }) => `${place}: ${what}`)
  }

  test('is told of a missing operation, but not of its parts', () => {
    const forget = (facts: Facts): void => {
      for (const place of [...facts.keys()]) if (place.startsWith('POST /volumes/create')) facts.delete(place)
    }
    expect(changed(forget)).toEqual(['POST /volumes/create: missing'])
  })

  test.each([
    ['GET /containers/json ? query all', { type: 'string', default: 'false' }, 'type string, published boolean'],
    ['GET /containers/json ? query all', { type: 'boolean' }, 'default none, published false'],
    [
      'GET /containers/json 200 . [].Ports[].Type',
      { type: 'string', enum: ['tcp'], required: true },
      'enum tcp, published sctp,tcp,udp',
    ],
    ['POST /containers/create ? query name', { type: 'string', required: true }, 'required, published optional'],
  ])('is told what is wrong with %s', (place, fact, what) => {
    expect(changed((facts) => facts.set(place, fact))).toEqual([`${place}: ${what}`])
  })

  test('is told of a parameter or a status that nobody knows', () => {
    const add = (facts: Facts): void => {
      facts.set('GET /info ? query pretty', { type: 'boolean' })
      facts.set('GET /info -> 418', {})
    }
    expect(changed(add)).toEqual(['GET /info ? query pretty: extra', 'GET /info -> 418: extra'])
  })

  test('has what came with a later version only from then on', () => {
    expect(ownFacts(contract, '1.43').has('POST /volumes/create body . ClusterVolumeSpec')).toBe(true)
    expect(ownFacts(contract, '1.41').has('POST /volumes/create body . ClusterVolumeSpec')).toBe(false)
  })

  test('is explained by patterns of whole lines, and a pattern that fits nothing is told', () => {
    const lines = [
      { text: 'GET /a ? query b: extra', versions: '1.25-1.30' },
      { text: 'GET /a ? query c: extra', versions: '1.25' },
    ]
    const explanations = [{ reason: 'late', patterns: ['GET /a ? query *: extra (1.25-1.30)', 'GET /z*'] }]
    expect(explain(lines, explanations)).toEqual({
      explained: 1,
      unexplained: ['GET /a ? query c: extra (1.25)'],
      unused: ['GET /z*'],
    })
  })
})
