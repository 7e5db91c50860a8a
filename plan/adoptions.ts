import { by } from '../api/v1/language/by.ts'
import { labels } from '../api/v1/labels.ts'
import type { PlannedAdoption } from '../api/v1/installation/plan-answer.ts'
import { type Adoption, adoptionAt, adoptions } from '../controllers/adoption/records.ts'
import type { Store } from '../store/objects/store.ts'
import { objectKeyIn } from '../controllers/ownership/made-for.ts'

/** Watches for objects of others that are adopted from now on, including those that are replaced afterwards. Returns how to read them. */
export function watchAdoptions(store: Store): () => readonly PlannedAdoption[] {
  const before = new Set(adoptions(store).keys())
  const found = new Map<string, PlannedAdoption>()
  store.watchFacts().subscribe(({ family, key }) => {
    const record = family === 'adoption' && !before.has(key) ? adoptionAt(store, key) : undefined
    if (record) found.set(key, plannedAdoption(record))
  })
  return () => [...found.values()].sort(by(({ object, name }) => `${object} ${name}`))
}

/** An adoption record in the form that a plan shows. */
export function plannedAdoption({ node, name, labels: own, differs, state, surplus }: Adoption): PlannedAdoption {
  const object = `${own[labels.kind]}/${objectKeyIn(own)}`
  return {
    object,
    node,
    name,
    ...(differs === undefined ? {} : { differs }),
    ...(state === undefined ? {} : { state }),
    ...(surplus === undefined ? {} : { surplus }),
  }
}
