// The options of a remote that may be shown: what is secret is left out, or masked where it stands in another value.
import type { Section } from '../../transports/rclone/conf-format.ts'
import { type Backend, isSecretName } from './kinds.ts'

const MASK = '***'

/** An address with an account and its password: `https://lab:secret@nas`. */
const IN_ADDRESS = /(:\/\/[^\s/:@]{1,500}):[^\s/@]{1,500}@/g
/** An option of a remote that is made on the fly: `:webdav,pass=secret:`. */
const INLINE = /([A-Za-z0-9_]+)=("(?:[^"]|"")*"|'(?:[^']|'')*'|[^,:]*)/g

/** The names of the options that are secret. */
export const secretsOf = (section: Section, backend: Backend | undefined): string[] =>
  Object.keys(section).filter(
    (name) =>
      isSecretName(name) || backend?.fields.some((one) => one.name === name && one.secret) === true,
  )

/** A value without the secrets that stand in it. */
const masked = (value: string): string =>
  value
    .replaceAll(IN_ADDRESS, `$1:${MASK}@`)
    .replaceAll(INLINE, (whole, name: string) => (isSecretName(name) ? `${name}=${MASK}` : whole))

/** The options that are not secret, `type` among them. */
export const shownOptions = (section: Section, backend: Backend | undefined): Section => {
  const secrets = secretsOf(section, backend)
  return Object.fromEntries(
    Object.entries(section)
      .filter(([name]) => !secrets.includes(name))
      .map(([name, value]) => [name, masked(value)]),
  )
}
