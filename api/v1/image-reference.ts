/** An image's name taken apart, with Docker's defaults filled in. */
export interface ImageReference {
  /** The registry's host, with its port; `docker.io` where none is named. */
  readonly domain: string
  /** The repository in that registry; `library/` is filled in for Docker Hub's own. */
  readonly path: string
  readonly tag?: string
  /** Such as `sha256:…`. */
  readonly digest?: string
}

const longest = 4096
const defaultDomain = 'docker.io'
const officialPrefix = 'library/'
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'
const host = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?'
const domainGrammar = new RegExp(`^${host}$`)
const restGrammar = new RegExp(
  `^(${component}(?:/${component})*)(?::([A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?(?:@([a-z0-9+._-]+:[0-9a-fA-F]{32,}))?$`,
)

/**
 * Reads an image's name as Docker does: the first part is a registry only with a dot, a port, or as `localhost`.
 * Undefined for what Docker would refuse, such as upper case in a repository.
 */
export function parseImageReference(text: string): ImageReference | undefined {
  const { domain, rest } = splitDomain(text)
  const [, path, tag, digest] = restGrammar.exec(text.length > longest ? '' : rest) ?? []
  if (path === undefined || !domainGrammar.test(domain)) return undefined
  return {
    domain,
    path: domain === defaultDomain && !path.includes('/') ? officialPrefix + path : path,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** The shortest name that Docker itself shows: without `docker.io/` and `library/`, and without tag and digest. */
export function familiarName(reference: ImageReference): string {
  if (reference.domain !== defaultDomain) return `${reference.domain}/${reference.path}`
  return reference.path.startsWith(officialPrefix) ? reference.path.slice(officialPrefix.length) : reference.path
}

/** The name with a tag or digest, `latest` where there is neither: what a pull without surprises asks for. */
export function taggedName(reference: ImageReference): string {
  const name = familiarName(reference)
  const tag = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined)
  return `${name}${tag === undefined ? '' : `:${tag}`}${reference.digest === undefined ? '' : `@${reference.digest}`}`
}

/** Whether it is one of Docker Hub's own, which are there for all to see: what that registry denies of them is not there. */
export function isOfficial({ domain, path }: ImageReference): boolean {
  return domain === defaultDomain && path.startsWith(officialPrefix)
}

/** A name as engines list it, with its tag: `busybox` and `busybox:latest` are one. What is no name stays. */
export function fullName(name: string): string {
  const reference = parseImageReference(name)
  return reference === undefined ? name : taggedName(reference)
}

/** The name by which an engine knows an image that it has: where a digest is named, that alone counts, and no tag beside it. */
export function knownName(reference: ImageReference): string {
  return reference.digest === undefined ? taggedName(reference) : `${familiarName(reference)}@${reference.digest}`
}

/** The key under which docker's config.json keeps the credentials of a reference's registry. */
export function credentialKey(reference: ImageReference): string {
  return reference.domain === defaultDomain ? 'https://index.docker.io/v1/' : reference.domain
}

function splitDomain(text: string): { readonly domain: string; readonly rest: string } {
  const slash = text.indexOf('/')
  if (slash < 0) return { domain: defaultDomain, rest: text }
  const first = text.slice(0, slash)
  const isDomain = /[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  if (!isDomain) return { domain: defaultDomain, rest: text }
  return { domain: first === 'index.docker.io' ? defaultDomain : first, rest: text.slice(slash + 1) }
}
