import type { V1Node } from '../api/v1/generated/types.ts'
import type { Obstacle } from '../engine/errors.ts'
import { LOCAL_NODE } from '../api/v1/names.ts'

/** Why an engine does not answer, as far as it is known. */
export interface Unreached {
  readonly obstacle?: Obstacle | undefined
  /** The other node that has the engine. */
  readonly engineOf?: string | undefined
  /** Whether its address is in the manifest of its node; absent: as usual, so for all but the local one. */
  readonly isDeclared?: true | undefined
}

/** Whether a node's manifest says where its engine is, as that of `local` may too. */
export function addressIn({ engine }: V1Node['spec']): { readonly isDeclared?: true } {
  return engine?.host === undefined ? {} : { isDeclared: true }
}

interface Silence extends Pick<Unreached, 'obstacle'> {
  readonly node: string
  readonly because: string
}

/** Says that an engine does not answer, or answers with errors, and why. */
export function unreachedWords({ node, because, obstacle }: Silence, unanswered = "can't be reached"): string {
  return `the engine of node ${node} ${obstacle === 'Failing' ? 'fails' : obstacle === 'CallRefused' ? "can't be used" : unanswered}: ${because}`
}

/** What a person can do about an engine that does not answer. An engine that denies this user access already runs. */
export function engineRemedy(unreached: Unreached, node: string = LOCAL_NODE): string {
  const { obstacle, engineOf, isDeclared = node !== LOCAL_NODE } = unreached
  const correct = `correct spec.engine in the manifest of node ${node}`
  const other = !isDeclared ? 'or choose another one with DOCKER_HOST or a Docker context' : `or ${correct}`
  if (engineOf !== undefined && engineOf !== LOCAL_NODE)
    return `if ${node} is the new name of ${engineOf}, \`reconcile delete node/${engineOf}\`, and what runs there goes on; else ${correct}`
  if (engineOf !== undefined) return !isDeclared ? `start the engine, ${other}` : correct
  return `${obstacle === undefined ? 'start the engine' : MENDS[obstacle]}, ${other}`
}

/** What can be done about an obstacle, beside another engine. */
const MENDS: Readonly<Record<Obstacle, string>> = {
  AccessDenied: 'do as it says, or run this as a user who may use it',
  NameUnresolved: 'let this machine resolve that host name (`getent hosts NAME` shows whether it does)',
  HostSilent: 'start that host, or mend the network to it (`ping` shows whether it answers)',
  NoLogin: 'do as it says',
  NoAnswer: 'restart the engine, which takes connections and does not answer them',
  Failing: 'see the log of that engine for why it fails, and mend that',
  Unsupported: 'let Docker Engine 20.10 or later answer there',
  Misconfigured: 'do as it says',
  CallRefused: 'allow that call in what refuses it',
}
