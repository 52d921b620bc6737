// The short name of a destination for people: the server, or the remote of rclone, without account and path.

/** `nas01` of `lab@nas01:/vol/raw`, `nas` of `nas:lab/raw`; any other text as it is. */
export const placeName = (destination: string): string => {
  const server = /^[^@/\s]+@(\[[^\]]+\]|[^:/\s]+):/.exec(destination)?.[1]
  return server ?? /^([^:/\\\s]{2,}):/.exec(destination)?.[1] ?? destination
}
