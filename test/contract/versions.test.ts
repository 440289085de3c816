import { describe, expect, test } from 'vitest'
import { json } from '../../src/api/reply.ts'
import { createWaist } from './waist.ts'

describe('The version in the URL', () => {
  const waist = createWaist()

  test('a request without a version speaks the newest API of the engine', async () => {
    expect((await waist.call('SystemPing')).version).toBe('1.51')
  })

  test.each([
    ['1.24', '1.24'],
    ['01.24', '1.24'],
    ['1.24.5', '1.24'],
    ['1.051', '1.51'],
    ['1.51.0', '1.51'],
  ])('v%s is understood as %s', async (version, spoken) => {
    expect((await waist.call('SystemPing', { version })).version).toBe(spoken)
  })

  test.each(['1.23', '1.0', '1', '1.', '.30', '1..30'])(
    'v%s is too old for an engine whose minimum is 1.24',
    async (version) => {
      expect(await waist.refusal('SystemPing', { version })).toBe(
        `invalid: client version ${version} is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version`,
      )
    },
  )

  test.each(['1.52', '1.51.1', '2', '9.9', '99999999999999999999'])(
    'v%s is too new for an engine of 1.51',
    async (version) => {
      expect(await waist.refusal('SystemPing', { version })).toBe(
        `invalid: client version ${version} is too new. Maximum supported API version is 1.51`,
      )
    },
  )

  test('the range is that of the engine', async () => {
    const newer = createWaist({ apiVersion: '1.55', minApiVersion: '1.44' })
    expect((await newer.call('SystemPing', { version: '1.53' })).version).toBe('1.53')
    expect(await newer.refusal('SystemPing', { version: '1.43' })).toContain('Minimum supported API version is 1.44')
  })

  test('an engine does not have the operations of later engines', async () => {
    expect(await waist.refusal('ImageAttestations')).toBe('missing: page not found')
    expect(await createWaist({ apiVersion: '1.41' }).refusal('VolumeUpdate')).toBe('missing: page not found')
    const latest = createWaist({ apiVersion: '1.56' })
    expect((await latest.call('ImageAttestations')).operation).toBe('ImageAttestations')
  })
})

describe('What a version does not have', () => {
  test('a parameter that the daemon ignores for older clients is not there for them', async () => {
    const waist = createWaist()
    expect((await waist.call('ContainerStop', { query: 'signal=INT' })).query).toMatchObject({ signal: 'INT' })
    const old = await waist.call('ContainerStop', { version: '1.41', query: 'signal=INT' })
    expect(old.query).not.toMatchObject({ signal: 'INT' })
  })

  const summary = {
    Id: 'a',
    HostConfig: { NetworkMode: 'bridge', Annotations: { a: 'b' } },
    ImageManifestDescriptor: { digest: 'd' },
    Health: { Status: 'none' },
  }

  test('GET /containers/json leaves out what came after the asked version', async () => {
    const waist = createWaist({ apiVersion: '1.52', answer: () => json([summary]) })
    expect(await waist.reply('ContainerList')).toEqual(json([summary]))
    expect(await waist.reply('ContainerList', { version: '1.47' })).toEqual(
      json([{ Id: 'a', HostConfig: { NetworkMode: 'bridge', Annotations: { a: 'b' } } }]),
    )
    expect(await waist.reply('ContainerList', { version: '1.45' })).toEqual(
      json([{ Id: 'a', HostConfig: { NetworkMode: 'bridge' } }]),
    )
  })

  test('GET /containers/json does not tell of health on an engine that never did', async () => {
    const waist = createWaist({ answer: () => json([summary]) })
    const { Health, ...known } = summary
    expect(await waist.reply('ContainerList')).toEqual(json([known]))
    expect(Health).toBeDefined()
  })

  test('taking fields out leaves the value that the operation answered alone', async () => {
    const value = [structuredClone(summary)]
    await createWaist({ answer: () => json(value) }).reply('ContainerList', { version: '1.24' })
    expect(value).toEqual([summary])
  })

  test('a list that is kept as text loses the same fields', async () => {
    const text = JSON.stringify([summary])
    const waist = createWaist({
      apiVersion: '1.52',
      answer: () => ({ kind: 'text', status: 200, type: 'application/json', text }),
    })
    expect(await waist.reply('ContainerList', { version: '1.45' })).toEqual(
      json([{ Id: 'a', HostConfig: { NetworkMode: 'bridge' } }]),
    )
    expect(await waist.reply('ContainerList')).toMatchObject({ kind: 'text', text })
  })

  test('GET /images/json tells VirtualSize only up to 1.43', async () => {
    const waist = createWaist({ answer: () => json([{ Id: 'i', Size: 1, VirtualSize: 1 }]) })
    expect(await waist.reply('ImageList', { version: '1.43' })).toEqual(json([{ Id: 'i', Size: 1, VirtualSize: 1 }]))
    expect(await waist.reply('ImageList', { version: '1.44' })).toEqual(json([{ Id: 'i', Size: 1 }]))
  })
})
