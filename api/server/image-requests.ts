import type { BuildRequest, PullRequest } from '../v1/installation/get-images.ts'
import { type Body, strings } from './fields.ts'
import { manifestRequest } from './requests.ts'

/** Checks the body of `POST /reconcile/pull`. */
export function pullRequest(body: Body, signal: AbortSignal): PullRequest {
  return { ...manifestRequest(body), services: strings(body, 'services'), signal }
}

/** The same of `build`. */
export function buildRequest(body: Body, signal: AbortSignal): BuildRequest {
  return {
    ...pullRequest(body, signal),
    buildArgs: strings(body, 'buildArgs'),
    ...(body['noCache'] === true ? { noCache: true } : {}),
    ...(body['pull'] === true ? { pull: true } : {}),
  }
}
