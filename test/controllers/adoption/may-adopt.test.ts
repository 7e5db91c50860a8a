import { equal } from 'node:assert/strict'
import { mayAdopt } from '../../../controllers/adoption/may-adopt.ts'
import { consent } from '../../../controllers/adoption/records.ts'
import { aWorld } from '../../support/world.ts'
import { NOW } from '../../support/builders.ts'

const at = (ms: number) => new Date(ms).toISOString()
const compose = { 'com.docker.compose.project': 'shop' }

describe('whether a network or volume of others may be adopted for a stack (S4)', () => {
  for (const [sentence, made, wants] of [
    ['is so of what Compose made for it, at any time', { Labels: compose, CreatedAt: at(NOW + 60_000) }, true],
    ['is so of what nobody labelled, if it was there when that was asked for', { CreatedAt: at(NOW - 1_000) }, true],
    ['is not so of what came later', { CreatedAt: at(NOW + 1_000) }, false],
    ['is not so of what came later, of a network', { Created: at(NOW + 1_000) }, false],
    [
      'is not so of another project, which would lose it',
      { Labels: { 'com.docker.compose.project': 'blog' }, CreatedAt: at(NOW - 1_000) },
      false,
    ],
    [
      'is not so of another installation, though Compose made it for the stack',
      { Labels: { ...compose, 'reconcile.dev/installation': 'other' }, CreatedAt: at(NOW - 1_000) },
      false,
    ],
  ] as const)
    it(sentence, () => {
      const { store } = aWorld().life().ports
      const looked = { store, host: undefined }
      equal(mayAdopt(made, 'shop', looked), false)
      consent(store, 'shop', NOW)
      equal(mayAdopt(made, 'shop', looked), wants)
    })
})
