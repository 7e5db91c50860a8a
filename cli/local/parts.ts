/**
 * Entry point of a bundle with everything that works on manifests, state and engines in this process (hack/build). A command that asks a
 * running `serve` does not load it. Only loaded by `import()`.
 */
export { changesOf } from '../watch/changes.ts'
export { watchedProject } from '../watch/project.ts'
export { readDocument } from '../edit/read-document.ts'
export { declaredHere, unappliedHere } from './request/unapplied.ts'
export { withSideFiles } from './request/side-files.ts'
export { HeldByServe, serveBeginning } from './open/await-serve.ts'
export { makeHome } from './open/make-home.ts'
export { openLocal } from './open/open-local.ts'
export { isWorked } from './open/open-state.ts'
export { servicesSaid, stackFiles } from './swarm/stack-files.ts'
