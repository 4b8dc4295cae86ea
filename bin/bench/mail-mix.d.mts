export function mixMails(options: { count: number; seed: number; to: string[] }): { bytes: Buffer }[]
