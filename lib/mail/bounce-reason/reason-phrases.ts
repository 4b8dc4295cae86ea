/** What an answer says, and the reason that it means: the first that is found, the particular before the general. */
export type ReasonPhrases = readonly (readonly [reason: string, words: RegExp])[]

export const phraseReason = (phrases: ReasonPhrases, said: string): string | undefined =>
  phrases.find(([, words]) => words.test(said))?.[0]
