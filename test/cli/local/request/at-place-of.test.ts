import { deepEqual } from 'node:assert/strict'
import type { ObjectOf } from '../../../../api/v1/kinds.ts'
import { annotations } from '../../../../api/v1/labels.ts'
import { atPlaceOf } from '../../../../cli/local/request/at-place-of.ts'
import { changesBetween } from '../../../../cli/local/request/changes.ts'

const object = (kind: string, directory: string, { spec, hash }: { spec: object; hash?: string }) => {
  const built = hash === undefined ? {} : { [annotations.buildHash]: hash }
  const places = { [annotations.source]: `${directory}/compose.yaml`, ...built }
  const metadata = { name: 'web', namespace: 'shop', annotations: places }
  return { apiVersion: 'reconcile.dev/v1', kind, metadata, spec } as ObjectOf
}
const content = (file: string) => (directory: string) => ({ spec: { file: `${directory}/${file}` } })
const build =
  (hash: string, more: object = {}) =>
  (directory: string) => ({
    spec: { template: { build: { context: `${directory}/img`, ...more } } },
    hash,
  })
const bound = (directory: string) => ({
  spec: { template: { mounts: [{ type: 'Bind', source: `${directory}/conf`, target: '/conf' }] } },
})

describe('what changed of an object whose files are in another checkout now', () => {
  for (const { it: sentence, kind, before, now = before, says = [] } of [
    { it: 'is nothing', kind: 'Network', before: () => ({ spec: {} }) },
    { it: 'is nothing of a config of the same file', kind: 'Config', before: content('conf') },
    {
      it: 'is the file of a config that is another one there',
      kind: 'Config',
      before: content('conf'),
      now: content('other'),
      says: ['file /1/conf → /2/other'],
    },
    { it: 'is nothing of a build of the same sources', kind: 'Service', before: build('a') },
    {
      it: 'is what a build of the same sources has otherwise',
      kind: 'Service',
      before: build('a', { target: 'x' }),
      now: build('a', { target: 'y' }),
      says: ['template.build.target x → y'],
    },
    {
      it: 'is all of a build of other sources',
      kind: 'Service',
      before: build('a'),
      now: build('b'),
      says: ['template.build.context /1/img → /2/img', 'another build, of other sources or asked for'],
    },
    {
      it: 'is a bind mount, which leads elsewhere',
      kind: 'Service',
      before: bound,
      says: ['template.mounts[0].source /1/conf → /2/conf'],
    },
  ])
    it(sentence, () => {
      const [old, fresh] = [object(kind, '/1', before('/1')), object(kind, '/2', now('/2'))]
      deepEqual(changesBetween(atPlaceOf(fresh, old), fresh), says)
    })
})
