const OTHERS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19]/g

/** Arabic, Persian, Devanagari, Bengali and full-width figures as 0 to 9. */
export const withUsualDigits = (text: string): string => text.replace(OTHERS, usual)

/** The rows of Devanagari and Bengali begin at 6, the others at 0. */
function usual(digit: string): string {
  const code = digit.charCodeAt(0)
  return String((code - (code >= 0x966 && code < 0xff10 ? 6 : 0)) & 0xf)
}
