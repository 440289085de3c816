// Repositories that a search finds beside the library's: they only need to look real. The same term finds the same ones.
import { createHash } from 'node:crypto'
import { en, Faker } from '@faker-js/faker'
import type { FoundRepository } from '../../registry/registry.ts'

const MOST = 20

/** The better starred first. */
export function madeUpRepositories(term: string): FoundRepository[] {
  const word = term.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  if (word === '') return []
  const faker = new Faker({ locale: [en], seed: createHash('sha256').update(word).digest().readUInt32BE(0) })
  const account = (): string =>
    faker.internet
      .domainWord()
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
  const repositories = Array.from({ length: faker.number.int({ min: 3, max: MOST }) }, (): FoundRepository => {
    const name = faker.helpers.arrayElement([word, word, `${word}-${faker.hacker.noun().replace(/\W+/g, '-')}`])
    return {
      name: `${account()}/${name.toLowerCase()}`,
      description: faker.helpers.maybe(() => `${word}: ${faker.company.catchPhrase()}`, { probability: 0.8 }) ?? '',
      stars: Math.floor(200 * faker.number.float() ** 4),
      official: false,
    }
  })
  return repositories.sort((a, b) => b.stars - a.stars)
}
