// node --import ./hack/typescript/register.mjs FILE: runs TypeScript as esbuild writes it. tsx, which does the same for our scripts, also names
// each function as it is made: tests of loops take a fifth more processor time then, and tsx can't be told not to.
import { register } from 'node:module'

process.setSourceMapsEnabled(true)
register('./hooks.mjs', import.meta.url)
