/** The sentences of the command that checks a receipt, in both languages. */
export const RECEIPT_WORDS = {
  helpReceipt: {
    en: 'check offline the receipt of something that a borrower handed in: receipt FILE --key HEX',
    zh: '离线核验借款人提交资料的回执：receipt FILE --key HEX',
  },
  optReceiptKey: {
    en: 'the public key of the house, as its page of receipts shows it',
    zh: '机构的公钥，见其回执核验页面',
  },
  optReceiptOf: {
    en: 'the file itself, to see whether it is the one',
    zh: '文件原件，用于核对是否一致',
  },
  receiptNoFile: { en: '{path} cannot be read: {why}', zh: '无法读取 {path}：{why}' },
  receiptGood: {
    en: 'Good: {house} had bytes with the SHA-256 {hash} on {received} (receipt {number}).',
    zh: '有效：{house} 于 {received} 收到 SHA-256 为 {hash} 的内容（回执 {number}）。',
  },
  receiptFile_same: { en: '{path} is that file.', zh: '{path} 正是该文件。' },
  receiptFile_other: { en: '{path} is another file.', zh: '{path} 不是该文件。' },
  receiptFile_not_given: {
    en: 'Give the file with --of to see whether it is the one.',
    zh: '可用 --of 给出文件以核对是否一致。',
  },
  receipt_no_receipt: { en: 'That is no whole receipt.', zh: '这不是完整的回执。' },
  receipt_other_key: { en: 'It was signed by another key.', zh: '由其他密钥签署。' },
  receipt_wrong_signature: {
    en: 'Something in it was changed: it proves nothing.',
    zh: '内容被改动过，不能作为证明。',
  },
} as const
