/** A LIKE pattern that finds the text as it stands anywhere; to be used with ESCAPE '\\'. */
export const likeContains = (text: string): string =>
  `%${text.replaceAll(/[\\%_]/g, (c) => `\\${c}`)}%`
