// GET /images/{name}/attestations, which came after the releases that are played.
import { expect, test } from 'vitest'
import { createDispatch } from '../../src/api/dispatch.ts'
import { operations } from '../../src/api/operations.ts'
import { engine293 } from '../../src/daemon/personas/29.3.ts'
import type { Engine } from '../../src/engine/engine.ts'
import { checkedDispatch } from '../contract/check-reply.ts'
import { incomingOf } from '../contract/waist.ts'

const newer = { ...engine293, apiVersion: '1.55' }
const dispatch = checkedDispatch(createDispatch({ engine: {} as Engine, persona: newer, operations }), {
  engineVersion: newer.apiVersion,
})
const ask = (query: string): Promise<unknown> =>
  Promise.resolve(dispatch({ ...incomingOf('ImageAttestations', { query }), path: { name: 'alpine' } }))

test('attestations are kept by the containerd image store only', async () => {
  await expect(ask('')).rejects.toThrow('the legacy image store does not support attestations')
  await expect(ask('platform=a&platform=b')).rejects.toThrow('only one platform value is currently supported')
})
