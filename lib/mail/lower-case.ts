/** Lower-case, the Turkish capital "İ" as one letter: small, it is an i with its dot as a second one. */
export const lowerCase = (text: string): string => text.toLowerCase().replaceAll('i\u0307', 'i')
