import type { Plugin } from 'esbuild'

export const trimmed: Plugin[]
export const trimmedInputs: readonly string[]
