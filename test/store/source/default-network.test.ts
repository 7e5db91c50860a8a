import { deepEqual, equal } from 'node:assert/strict'
import { objectLabels } from '../../../api/v1/labels.ts'
import { isBeingDeleted } from '../../../api/v1/metadata.ts'
import { composeReader } from '../../../compose/compose-reader.ts'
import { readText } from '../../../store/source/reading/read-applied.ts'
import { acceptApply } from '../../../store/source/apply.ts'
import { createWorld, service } from './world.ts'

const COMPOSE = 'name: shop\nservices: { web: { image: busybox:1 } }\n'
const STAYS = 'it stays, as the services that name no network are in it'

describe('the default network that a Compose file declared', () => {
  it('stays, with nothing changed, where manifests that name no network take the place of the file', () => {
    const { apply, network } = created()
    apply(COMPOSE)
    const before = network()
    deepEqual(apply(service('web')).deleted, [
      {
        ...{ id: 'Network/shop/default', change: 'forgotten', stays: STAYS },
        because: '/a.yaml does not declare it any more',
      },
    ])
    const left = network()
    equal(left && isBeingDeleted(left), false)
    equal(left?.metadata.generation, before?.metadata.generation)
    deepEqual(left?.metadata.labels, { [objectLabels.implied]: 'true' })
  })

  it('is an undeclared one from then on, without the options that it had', () => {
    const { apply, network } = created()
    apply(`${COMPOSE}networks: { default: { internal: true } }\n`)
    apply(service('web'))
    equal(network()?.spec.internal, undefined)
  })

  for (const same of ['name: shopnet', 'external: true, name: proxy'])
    it(`stays the one that it is on the hosts (${same})`, () => {
      const { apply, network } = created()
      apply(`${COMPOSE}networks: { default: { ${same} } }\n`)
      const before = network()
      apply(service('web'))
      deepEqual(network()?.spec, before?.spec)
    })

  it('is declared again by the Compose file', () => {
    const { apply, network } = created()
    apply(COMPOSE)
    apply(service('web'))
    apply(COMPOSE)
    equal(network()?.metadata.labels, undefined)
  })

  it('goes where no service that stays uses it', () => {
    const { apply, network } = created()
    apply(COMPOSE)
    const alone = service('web').replace('  template:', '  template:\n    networkMode: none')
    deepEqual(
      apply(alone).deleted.map(({ id, change }) => `${id} ${change}`),
      ['Network/shop/default deleted'],
    )
    equal(network(), undefined)
  })
})

function created() {
  const { store, settings, clock } = createWorld()
  const context = { variable: () => undefined, readFile: () => Object.assign(new Error(''), { code: 'ENOENT' }) }
  const read = (text: string) => [readText({ file: '/a.yaml', text }, context, [composeReader])]
  return {
    apply: (text: string) => acceptApply({ store, settings, now: clock.now(), files: read(text) }),
    network: () => store.get('Network', 'shop/default'),
  }
}
