/** A bundle, loaded by `import()`: the verbs that read manifests without state or engines. It is a third of the size of local.ts. */
export { config } from '../commands/config.ts'
export { convert } from '../commands/convert.ts'
export { explain } from '../commands/explain.ts'
export { validate } from '../commands/validate.ts'
