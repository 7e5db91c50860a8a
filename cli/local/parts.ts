/**
 * What works with manifests, state and engines itself. It is a bundle of its own (hack/build): a command that asks a running
 * `serve` never loads it. Only loaded by `import()`.
 */
export { changesOf } from '../watch/changes.ts'
export { watchedProject } from '../watch/project.ts'
export { readDocument } from '../edit/read-document.ts'
export { declaredHere, unappliedHere } from './request/unapplied.ts'
export { withSideFiles } from './request/side-files.ts'
export { makeHome } from './open/make-home.ts'
export { openLocal } from './open/open-local.ts'
export { isWorked } from './open/open-state.ts'
export { servicesSaid, stackFiles } from './swarm/stack-files.ts'
