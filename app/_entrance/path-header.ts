/**
 * Where proxy.ts notes the path asked for, because a server component is not told. Only ever used to come back
 * after signing in and to choose a language: a client may write anything into it.
 */
export const pathHeader = 'x-postino-path'
