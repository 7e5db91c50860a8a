import { deepEqual, equal } from 'node:assert/strict'
import type { V1Service, V1Task, V1TaskTemplate } from '../../../api/v1/generated/types.ts'
import { API_VERSION } from '../../../api/v1/kinds.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { buildArgs, buildArgsOf } from '../../../controllers/task/act/build-args.ts'
import type { Store } from '../../../store/objects/store.ts'
import { aService, aTask } from '../../support/builders.ts'

const serviceOf = (templates: Readonly<Record<string, V1TaskTemplate>>) => (name: string) => {
  const template = templates[name]
  const service: V1Service = { apiVersion: API_VERSION, kind: 'Service', metadata: { name }, spec: { template: {} } }
  return template && { ...service, spec: { template } }
}

const built = (name: string, additionalContexts?: Record<string, string>): V1TaskTemplate => ({
  image: `${name}:1`,
  build: { context: `/srv/${name}`, ...(additionalContexts ? { additionalContexts } : {}) },
})

describe('the sources of a build', () => {
  const now = '04be12ab0000'.padEnd(64, 'f')
  const before = '9c01d2e30000'.padEnd(64, 'f')
  const cases: readonly [string, { tag: string; accepted: string; had?: string }, string | undefined][] = [
    ['are taken as they are for what was accepted last', { tag: now, accepted: now }, undefined],
    ['are to be the same again where the node had it', { tag: now, accepted: now, had: 'shop-web' }, '04be12ab'],
    ['are so where another service of that build had it', { tag: now, accepted: now, had: 'shop-worker' }, '04be12ab'],
    ['are not where the node had another build', { tag: now, accepted: now, had: 'shop-api' }, undefined],
    ['are to be those of its tag for what was accepted before', { tag: before, accepted: now }, '9c01d2e3'],
    ['are to be those of its tag after an undo', { tag: before, accepted: before.slice(0, 12) }, '9c01d2e3'],
  ]
  for (const [sentence, { tag, accepted, had }, wants] of cases)
    it(sentence, () => {
      const image = `shop-web:${tag.slice(0, 12)}`
      const { metadata, spec } = aTask(1, 'r1')
      const task = { metadata, spec: { ...spec, node: 'local', template: { ...built('web'), image } } }
      const service = aService({})
      const annotated = { ...service.metadata, annotations: { [annotations.buildHash]: accepted } }
      const named = (name: string) =>
        [`shop/${name}`, { metadata: { ...annotated, name }, spec: { template: built('web') } }] as const
      const names = [`${had}:${tag.slice(0, 12)}`, 'web:1']
      const store = {
        get: () => ({ ...service, metadata: annotated }),
        by: () => new Map([named('web'), named('worker')]),
        fact: () => undefined,
        facts: () => new Map(had ? [['local/sha256:1', { names }]] : []),
      }
      equal(buildArgs(task as V1Task, { store: store as unknown as Store }).sourcesOf, wants)
    })
})

describe('the builds of services that are contexts of a build', () => {
  const argsOf = (templates: Readonly<Record<string, V1TaskTemplate>>, name: string) =>
    buildArgsOf(templates[name] ?? {}, { contentHash: '', serviceOf: serviceOf(templates) })

  it('stand beside it, those of contexts of theirs too, and what has only an image is that', () => {
    const templates = {
      top: built('top', { a: 'service:middle', files: '/srv/files', gone: 'service:nobody' }),
      middle: built('middle', { b: 'service:base', c: 'service:ready' }),
      base: built('base'),
      ready: { image: 'redis:7' },
    }
    const { additionalContexts, serviceContexts = {} } = argsOf(templates, 'top')
    deepEqual(additionalContexts, { a: 'service:middle', files: '/srv/files', gone: 'service:nobody' })
    deepEqual(Object.keys(serviceContexts).sort(), ['base', 'middle'])
    deepEqual(serviceContexts['middle']?.additionalContexts, { b: 'service:base', c: 'docker-image://redis:7' })
    equal(serviceContexts['middle'].serviceContexts, undefined)
  })

  it('are each there once, however many take them', () => {
    const layers = 30
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const below = (layer: number) => Object.fromEntries(names.map((name) => [name, `service:layer-${layer - 1}`]))
    const templates = Object.fromEntries(
      Array.from({ length: layers }, (_, layer) => [
        `layer-${layer}`,
        built(`layer-${layer}`, layer === 0 ? undefined : below(layer)),
      ]),
    )
    equal(Object.keys(argsOf(templates, `layer-${layers - 1}`).serviceContexts ?? {}).length, layers - 1)
  })

  it('end where one comes back to another', () => {
    const templates = {
      a: built('a', { x: 'service:b' }),
      b: built('b', { y: 'service:c' }),
      c: built('c', { z: 'service:b' }),
    }
    deepEqual(Object.keys(argsOf(templates, 'a').serviceContexts ?? {}).sort(), ['b', 'c'])
  })
})
