import { deepEqual, equal, match } from 'node:assert/strict'
import { defaultSettings } from '../../../../api/v1/settings.ts'
import { withDefaults } from '../../../../api/v1/validation/defaults.ts'
import { DESIRED, type Accepted } from '../../../../store/source/acceptance/accepted.ts'
import { noHistory } from '../../../../store/source/acceptance/losses.ts'
import { planAcceptance } from '../../../../store/source/acceptance/plan.ts'
import { readText } from '../../../../store/source/reading/read-applied.ts'
import { declaredHash, type FileReading } from '../../../../store/source/reading/reading.ts'
import { costsAtMost } from '../../../support/processor-time.ts'

const context = { variable: () => undefined, readFile: () => new Error('none') }
const read = (name: string, text: string) => readText({ file: `/srv/${name}.yaml`, text }, context, [])
const service = (name: string, spec = '') =>
  `apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { ${spec}template: { image: a } }\n`
const needing = (name: string) => service(name, 'dependsOn: [{ service: none, condition: Started }], ')
const torn = 'apiVersion: reconcile.dev/v1\nkind: Service\nmetadata: { name: web'

function accepted(file: string, name: string, root = '/srv'): Accepted {
  const reading = read(file, service(name, root === DESIRED ? 'replicas: 4, ' : ''))
  const [manifest] = reading.manifests
  const object = withDefaults(manifest?.object as Accepted['object'])
  const hash = declaredHash(object)
  return { id: `Service/shop/${name}`, object, root, file: reading.file, fileHash: reading.hash, hash }
}

const count = (n: number) => Array.from({ length: n }, (_, index) => `s${index}`)

/** Copies of a file and of what it declares, each under a name of its own: cheaper than to read as many. */
const filesLike = (one: FileReading, names: readonly string[], directory = '/srv') =>
  names.map((name) => {
    const file = `${directory}/${name}.yaml`
    const manifests = one.manifests.map((each) => {
      const object = { ...each.object, metadata: { ...each.object.metadata, name } } as typeof each.object
      return { ...each, object, file, id: `Service/shop/${name}` }
    })
    return { ...one, file, manifests }
  })

const acceptedLike = (one: Accepted, names: readonly string[]) =>
  names.map((name) => ({ ...one, id: `Service/shop/${name}`, file: `/srv/${name}.yaml` }))

/** Decides about these files, with these resources accepted before, and returns the errors' words. */
async function decided(mostMs: number, files: readonly FileReading[], before: readonly Accepted[] = []) {
  const plan = await costsAtMost(mostMs, () =>
    planAcceptance({
      ...{ root: '/srv', history: noHistory, approvals: new Set(), mayDelete: true },
      ...{ now: 1_000_000, settings: defaultSettings },
      reading: { files: new Map(files.map((file) => [file.file, file])), committed: false },
      accepted: new Map(before.map((each) => [each.id, each])),
    }),
  )
  return { errors: plan.errors.map(({ message }) => message), actions: plan.actions }
}

describe('S12: thousands of files that can not be used at once', function () {
  this.timeout(120_000)

  it('are kept in time, each with what was accepted from it', async () => {
    const names = count(20_000)
    const before = acceptedLike(accepted('s0', 's0'), names)
    const { errors, actions } = await decided(1_500, filesLike(read('s0', torn), names), before)
    equal(errors.length, names.length)
    deepEqual(actions.at(-1), { do: 'keep', file: '/srv/s19999.yaml', resources: ['Service/shop/s19999'] })
  })

  it('are told in time where they name what is not there', async () => {
    const names = count(8_000)
    const before = acceptedLike(accepted('s0', 's0'), names)
    const { errors } = await decided(2_000, filesLike(read('s0', needing('s0')), names), before)
    equal(errors.length, names.length)
  })

  it('name few of the others that declare the same', async () => {
    const { errors } = await decided(
      1_000,
      count(1_000).map((name) => read(name, service('web'))),
    )
    equal(errors.length, 1_000)
    const place = '/srv/s\\d+\\.yaml:\\d+'
    const words = new RegExp(
      `^Service/shop/web is declared in ${place} and in (${place} and ){2}${place} and 996 more: keep`,
    )
    for (const error of errors) match(error, words)
  })

  it('are told in time where others declare otherwise what they had', async () => {
    const names = count(8_000)
    const others = filesLike(read('s0', service('s0', 'replicas: 2, ')), names, '/srv/b')
    const before = acceptedLike(accepted('s0', 's0'), names)
    const { errors } = await decided(1_500, [...filesLike(read('s0', torn), names), ...others], before)
    equal(errors.length, 2 * names.length)
    match(errors.at(-1) ?? '', /^Service\/shop\/s7999 came from \/srv\/s7999\.yaml, which can't be used now: /)
  })

  it('are told in time where all of it was applied, and differs', async () => {
    const names = count(1_500)
    const { errors } = await decided(
      1_500,
      names.map((name) => read(name, service(name).replace('shop', name))),
      names.map((name) => {
        const { object, ...of } = accepted(name, name, DESIRED)
        const metadata = { ...object.metadata, namespace: name }
        return { ...of, id: `Service/${name}/${name}`, object: { ...object, metadata } as Accepted['object'] }
      }),
    )
    equal(errors.length, names.length)
    match(errors[0] ?? '', /^the stack s0 was applied from .* Service\/s0\/s0 replicas;/)
  })

  it('are told in few words where they declare one stack, which was applied otherwise', async () => {
    const names = count(4_000)
    const { errors } = await decided(
      1_500,
      filesLike(read('s0', service('s0')), names),
      acceptedLike(accepted('s0', 's0', DESIRED), names),
    )
    deepEqual(errors, [
      'the stack shop was applied from this file, and differs here: Service/shop/s0 replicas, Service/shop/s1 replicas, ' +
        'Service/shop/s2 replicas and 3997 more; it is in 4000 files here (/srv/s0.yaml, /srv/s1.yaml, /srv/s2.yaml and ' +
        '3997 more): an apply of all of them, each with -f, makes it as it is here, and it is changed here from then on; ' +
        'or take it out here',
    ])
  })
})
