/**
 * What reads manifests, and neither state nor engines: a bundle of its own (hack/build), a third of what local/parts.ts is. Only
 * loaded by `import()`.
 */
export { config } from '../commands/config.ts'
export { convert } from '../commands/convert.ts'
export { explain } from '../commands/explain.ts'
export { validate } from '../commands/validate.ts'
