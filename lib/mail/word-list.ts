/** Words of one meaning, written in one line: "re|aw|sv". */
export const wordList = (words: string): readonly string[] => words.split('|')
