import { equal } from 'node:assert/strict'
import type { FieldPath, FilePosition } from '../../../api/v1/provenance.ts'
import { holdsOnly } from '../../../store/writer/holds-only.ts'

const at = (document: number, ...path: FieldPath): FilePosition => ({ document, path })
const web = at(0, 'services', 'web')
const whole = [at(0)]

interface Case {
  readonly what: string
  readonly text: string
  readonly taken: readonly FilePosition[]
  readonly only: boolean
}

const cases: readonly Case[] = [
  { what: 'the one service', text: 'services: { web: { image: a } }', taken: [web], only: true },
  { what: 'its project name', text: 'name: shop\nversion: "3"\nservices: { web: {} }', taken: [web], only: true },
  {
    what: 'a service of a profile',
    text: 'services: { web: {}, debug: { profiles: [d] } }',
    taken: [web],
    only: false,
  },
  {
    what: 'a service that is taken too',
    text: 'services: { web: {}, db: {} }',
    taken: [web, at(0, 'services', 'db')],
    only: true,
  },
  { what: 'an anchor for others', text: 'x-base: &b { image: a }\nservices: { web: *b }', taken: [web], only: false },
  { what: 'a file that it takes in', text: 'include: [b.yaml]\nservices: { web: {} }', taken: [web], only: false },
  { what: 'an empty section', text: 'services: { web: {} }\nvolumes: {}', taken: [web], only: true },
  { what: 'a section of nothing', text: 'services: { web: {} }\nvolumes:', taken: [web], only: true },
  { what: 'a volume that stays', text: 'services: { web: {} }\nvolumes: { data: {} }', taken: [web], only: false },
  { what: 'a document', text: 'kind: Service', taken: whole, only: true },
  { what: 'a document beside it', text: 'kind: Service\n---\nkind: Volume', taken: whole, only: false },
  { what: 'both documents', text: 'kind: Service\n---\nkind: Volume', taken: [at(0), at(1)], only: true },
  { what: 'an empty document', text: 'kind: Service\n---\n', taken: whole, only: true },
  { what: 'a document that is commented out', text: 'kind: Service\n---\n# kind: Volume\n', taken: whole, only: false },
  { what: 'a comment above the first mark', text: '# of the shop\n---\nkind: Service\n', taken: whole, only: true },
  { what: 'a comment of its own', text: 'kind: Service # web\n', taken: whole, only: true },
  {
    what: 'the one item of a List',
    text: 'kind: List\nitems: [{ kind: Service }]',
    taken: [at(0, 'items', 0)],
    only: true,
  },
  { what: 'a second item', text: 'kind: List\nitems: [{}, { kind: Volume }]', taken: [at(0, 'items', 0)], only: false },
  { what: 'what nobody can read', text: 'services: { web: {}', taken: [web], only: false },
]

describe('whether a text holds only what is taken out of it', () => {
  for (const { what, text, taken, only } of cases)
    it(`${only ? 'holds' : 'does not hold'} with ${what}`, () => equal(holdsOnly(text, taken), only))
})
