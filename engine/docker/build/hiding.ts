import { redactKnown } from '../../../api/v1/redact/known.ts'
import { redactAssigned } from '../../../api/v1/redact/redact.ts'
import type { BuildArgs } from '../../types/build.ts'
import { argumentsOf } from '../../proxies.ts'
import { buildsOf } from './builds.ts'

/** The inputs of a build that its output may contain. */
export type Given = Pick<BuildArgs, 'buildArgs' | 'proxies' | 'secrets' | 'serviceContexts'>

/** Returns a function that redacts build output, as a step may print its inputs: lines of secrets, and arguments that look secret (S9). */
export function hiding(args: Given): (text: string) => string {
  const builds = buildsOf(args)
  const hidden = builds
    .flatMap(({ secrets = [] }) => secrets)
    .flatMap(({ value }) => (value ? Buffer.from(value.reveal()).toString('utf8').split(/\r?\n/) : []))
    .map((line) => line.trim())
    .filter((line) => line.length >= 4)
    // Longest first: if one secret is a prefix of another, the other's rest would be shown.
    .sort((a, b) => b.length - a.length)
  const named = builds.flatMap((build) => Object.entries(argumentsOf(build) ?? {}))
  const given = named.map(([name, value]) => ({ name, value }))
  return (text) => {
    const known = hidden.reduce((shown, each) => shown.replaceAll(each, '***'), text)
    return redactAssigned(redactKnown(known, given))
  }
}
