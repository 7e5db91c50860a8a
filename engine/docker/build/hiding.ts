import { redactKnown } from '../../../api/v1/redact/known.ts'
import { redactAssigned } from '../../../api/v1/redact/redact.ts'
import type { BuildArgs } from '../../types/build.ts'
import { argumentsOf } from '../../proxies.ts'
import { buildsOf } from './builds.ts'

/** What a build is given that its output may have. */
export type Given = Pick<BuildArgs, 'buildArgs' | 'proxies' | 'secrets' | 'serviceContexts'>

/** A step may write what it was given: no line of a secret is passed on, and no argument that looks secret (S9). */
export function hiding(args: Given): (text: string) => string {
  const builds = buildsOf(args)
  const hidden = builds
    .flatMap(({ secrets = [] }) => secrets)
    .flatMap(({ value }) => (value ? Buffer.from(value.reveal()).toString('utf8').split(/\r?\n/) : []))
    .map((line) => line.trim())
    .filter((line) => line.length >= 4)
    // One may begin as another does, whose rest would be told.
    .sort((a, b) => b.length - a.length)
  const named = builds.flatMap((build) => Object.entries(argumentsOf(build) ?? {}))
  const given = named.map(([name, value]) => ({ name, value }))
  return (text) => {
    const known = hidden.reduce((shown, each) => shown.replaceAll(each, '***'), text)
    return redactAssigned(redactKnown(known, given))
  }
}
