/** What is counted is counted up to here. */
const maxCount = 1_000

/** 12 → "12"; what may be more than could be counted → "999+". */
export const formatCount = (count: number): string => (count >= maxCount ? `${maxCount - 1}+` : `${count}`)
