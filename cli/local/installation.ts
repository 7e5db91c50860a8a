/**
 * The commands on an installation itself, `serve` above all, each whole: a process loads these or parts.ts. They are a bundle of their
 * own (hack/build), so that no other command loads what serves an API or talks to monitoring. Only loaded by `import()`.
 */
export { backup } from '../commands/backup.ts'
export { doctor } from '../commands/doctor.ts'
export { gitHook } from '../commands/git-hook.ts'
export { init } from '../commands/init.ts'
export { restore } from '../commands/restore.ts'
export { serve } from '../commands/serve.ts'
