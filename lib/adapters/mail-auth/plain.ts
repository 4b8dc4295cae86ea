/** What strangers wrote into DNS or a header goes into our trail only as letters, digits, dots and hyphens. */
export const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '')
    .slice(0, 100)
