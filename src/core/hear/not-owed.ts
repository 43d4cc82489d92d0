/** What makes "not mine" a matter of somebody else's doing: then it is looked into as fraud. */
const SOMEBODY_DID_IT =
  /fraud|scam|steal|stol|forg|fake|hack|clon|imperson|misus|phish|unauthori|identit|thie|my name|my details|my information|without my|some ?(?:one|body)|fool|con\b|bogus|leak|compromis|冒|盗|诈|骗|假|伪|造|泄|身份|信息|别人|他人|有人|不法|黑客|谁/i

/** "This is not my debt", and not a word on how it came to be in their name. */
export const deniesOnly = (text: string): boolean => !SOMEBODY_DID_IT.test(text)
