/**
 * Entry point of a bundle for verbs that read manifests without state or engines (hack/build); it is a third of the size of local/parts.ts.
 * Only loaded by `import()`.
 */
export { config } from '../commands/config.ts'
export { convert } from '../commands/convert.ts'
export { explain } from '../commands/explain.ts'
export { validate } from '../commands/validate.ts'
