import { looksSecret, redactAssigned } from '../../../api/v1/redact/redact.ts'
import { HIDDEN } from '../../../api/v1/redact/secret-value.ts'
import type { BuildArgs } from '../../types/build.ts'
import { argumentsOf } from '../../proxies.ts'
import { buildsOf } from './builds.ts'

/** The inputs of a build that its output may contain. */
export type Given = Pick<BuildArgs, 'buildArgs' | 'proxies' | 'secrets' | 'serviceContexts'>

/**
 * Returns a function that redacts build output, as a step may print its inputs: lines of secrets, and the values of arguments that look
 * secret, wherever they stand (S9).
 */
export function hiding(args: Given): (text: string) => string {
  const hidden = buildsOf(args)
    .flatMap((build) => [...secretsOf(build), ...secretArguments(build)])
    .flatMap((text) => text.split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line.length >= SHORTEST)
    // Longest first: if one secret is a prefix of another, the other's rest would be shown.
    .sort((a, b) => b.length - a.length)
  return (text) => redactAssigned(hidden.reduce((shown, each) => shown.replaceAll(each, HIDDEN), text))
}

/** Shorter ones would hide parts of other words. */
const SHORTEST = 4

function secretsOf({ secrets = [] }: Given): readonly string[] {
  return secrets.flatMap(({ value }) => (value ? [Buffer.from(value.reveal()).toString('utf8')] : []))
}

function secretArguments(build: Given): readonly string[] {
  const named = Object.entries(argumentsOf(build) ?? {})
  return named.flatMap(([name, value]) => (value && looksSecret(name, value) ? [value] : []))
}
