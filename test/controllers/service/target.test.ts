import { equal, notEqual } from 'node:assert/strict'
import type { V1ServiceSpec } from '../../../api/v1/generated/types.ts'
import { annotations } from '../../../api/v1/labels.ts'
import { targetOf } from '../../../controllers/service/target.ts'
import { aService } from '../../support/builders.ts'

/** The target of a service whose image's tag was resolved to `image`. */
function target(image: string | undefined, spec: Partial<V1ServiceSpec> = {}) {
  const service = aService(spec)
  const own = image === undefined ? {} : { annotations: { [annotations.image]: image } }
  return targetOf({ ...service, metadata: { ...service.metadata, ...own } }, () => 'h1')
}

describe('the revision that a service leads to', () => {
  it('is another one when its tag means another image', () => {
    notEqual(target('nginx@a')?.hash, target(undefined)?.hash)
    notEqual(target('nginx@a')?.hash, target('nginx@b')?.hash)
    equal(target('nginx@a')?.hash, target('nginx@a')?.hash)
    equal(target('nginx@a')?.image, 'nginx@a')
  })

  it('tells image and secrets apart', () => {
    const template = { image: 'nginx', secrets: [{ secret: 'password' }] }
    notEqual(target('nginx@a', { template })?.hash, target(undefined, { template })?.hash)
    notEqual(target('nginx@a', { template })?.hash, target('nginx@a')?.hash)
  })

  it('goes by its context where the image is built', () => {
    const template = { image: 'nginx', build: { context: '/srv' } }
    equal(target('nginx@a', { template })?.hash, target(undefined, { template })?.hash)
  })
})
