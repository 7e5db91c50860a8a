import { deepEqual, equal, notEqual } from 'node:assert/strict'
import type { V1Revision, V1Service, V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { restored } from '../../../controllers/service/restored.ts'
import { targetOf } from '../../../controllers/service/target.ts'
import { aRevision, aService } from '../../support/builders.ts'

type Annotations = Readonly<Record<string, string>>

function declared(spec: Partial<V1ServiceSpec>, own: Annotations = {}): V1Service {
  const service = aService(spec)
  return { ...service, metadata: { ...service.metadata, annotations: own } }
}

/** The revision that a service leads to, with the image that it ran. */
function revisionOf(service: V1Service, ran = 'nginx@sha256:1'): V1Revision {
  const target = targetOf(service, () => 'h1')
  if (!target) throw new Error('it leads to none')
  const { template, hash, contents } = target
  const imageDigests = { [template.image ?? '']: ran }
  return {
    ...aRevision(hash),
    spec: { service: 'web', number: 1, hash, template, contents: { ...contents }, imageDigests },
  }
}

const build = { context: '/srv/web' }
const BUILT = { [annotations.buildHash]: 'abcdef012345678' }

describe('a service that is to run a revision again', () => {
  for (const { it: sentence, spec, own = {} } of [
    { it: 'an image', spec: { template: { image: 'nginx' } } },
    {
      it: 'an image that a pull had brought',
      spec: { template: { image: 'nginx' } },
      own: { [annotations.image]: 'nginx@sha256:1' },
    },
    {
      it: 'such a one with a secret',
      spec: { template: { image: 'nginx', secrets: [{ secret: 'password' }] } },
      own: { [annotations.image]: 'nginx@sha256:1' },
    },
    { it: 'a secret', spec: { template: { image: 'nginx', secrets: [{ secret: 'password' }] } } },
    { it: 'a build', spec: { template: { build } }, own: BUILT },
    { it: 'a build with a name', spec: { template: { image: 'web:1', build } }, own: BUILT },
    {
      it: 'a build with more names',
      spec: { template: { build: { ...build, tags: ['web:2', 'web:3'] } } },
      own: BUILT,
    },
  ] as readonly { it: string; spec: V1ServiceSpec; own?: Annotations }[])
    it(`leads to that very one: ${sentence}`, () => {
      const revision = revisionOf(declared(spec, own))
      const now = declared({ template: { image: 'other' } }, { [annotations.image]: 'other@sha256:2', mine: 'x' })
      const again = restored(now, revision, () => 'h1')
      equal(targetOf(again, () => 'h1')?.hash, revision.spec.hash)
      deepEqual(again.spec.template, spec.template)
      equal(again.metadata.annotations?.['mine'], 'x')
    })

  it('is of the whole hash of its build, where that is the one of now', () => {
    const hashes = [BUILT, { [annotations.buildHash]: 'another' }].map((now) => {
      const service = declared({ template: { build, env: [] } }, now)
      const revision = revisionOf(declared({ template: { build } }, BUILT))
      return restored(service, revision, () => 'h1').metadata.annotations?.[annotations.buildHash]
    })
    deepEqual(hashes, ['abcdef012345678', 'abcdef012345'])
  })

  for (const image of ['shop-web', undefined])
    it(`a build goes by Compose's name, which is ${image ? '' : 'not '}said now`, () => {
      const revision = revisionOf(declared({ template: { image: 'shop-web', build, env: [] } }, BUILT))
      const again = restored(declared({ template: { ...(image ? { image } : {}), build } }), revision, () => 'h1')
      deepEqual(again.spec.template, { ...(image ? { image } : {}), build, env: [] })
      equal(targetOf(again, () => 'h1')?.hash, revision.spec.hash)
    })

  it('leads to one of its own with the same image, where its secrets have changed', () => {
    const revision = revisionOf(declared({ template: { image: 'nginx', secrets: [{ secret: 'password' }] } }))
    const again = restored(declared({ template: { image: 'other' } }), revision, () => 'h2')
    notEqual(targetOf(again, () => 'h2')?.hash, revision.spec.hash)
    equal(again.metadata.annotations?.[annotations.image], 'nginx@sha256:1')
  })

  it('leads to that very one where a node that came later has an image of its own', () => {
    const own = { [annotations.image]: 'a=sha256:1' }
    const { metadata, spec } = revisionOf(declared({ template: { image: 'app:1' } }, own), 'sha256:1')
    const revision = {
      ...{ metadata: { ...metadata, annotations: own } },
      spec: { ...spec, imageIDs: { a: 'sha256:1', b: 'sha256:2' } },
    }
    const again = restored(declared({ template: { image: 'other' } }), { ...aRevision('r1'), ...revision }, () => 'h1')
    equal(targetOf(again, () => 'h1')?.hash, spec.hash)
  })

  it('knows no image of a name that every object has', () => {
    const { metadata, spec } = aRevision('r1')
    const revision = {
      ...aRevision('r1'),
      metadata,
      spec: { ...spec, template: { image: 'constructor' }, imageDigests: {} },
    }
    equal(restored(declared({}), revision, () => undefined).spec.template.image, 'constructor')
    equal(restored(declared({}), revision, () => undefined).metadata.annotations?.[annotations.image], undefined)
  })
})
