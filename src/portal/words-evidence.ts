import { sayer } from './sayer.ts'

/** What the pages of the borrower's own folder say. */
export const sayFolder = sayer({
  title: { en: 'Your folder', zh: '您的资料夹' },
  lead: {
    en: 'Keep here what shows how we treated you: notes of calls, recordings, screenshots. Only you see them. We see them only when you put them to a complaint.',
    zh: '您可在此保存沟通记录：通话笔记、录音、截图。只有您能看到；仅当您将其附于投诉时，我们才会看到。',
  },
  receiptWhy: {
    en: 'Each gets a receipt that proves on which day and at what time you had it.',
    zh: '每一项都会得到回执，用于证明您何时已持有该资料。',
  },
  addNote: { en: 'Write down a call', zh: '记录一次通话' },
  addFile: { en: 'Add a recording, a screenshot or a PDF', zh: '上传录音、截图或 PDF' },
  complain: { en: 'Complain with what is here', zh: '附上资料投诉' },
  none: { en: 'There is nothing in it yet.', zh: '暂无内容。' },
  full: {
    en: 'Your folder is full. Delete something that you no longer need.',
    zh: '资料夹已满，请删除不再需要的内容。',
  },
  items: { en: 'What is in it', zh: '内容' },
  noteOf: { en: 'Note of a call', zh: '通话记录' },
  fileOf: { en: 'File', zh: '文件' },
  deletedOf: { en: 'Deleted', zh: '已删除' },
  attached: { en: 'Put to a complaint', zh: '已附于投诉' },
  when: { en: 'On which day was it?', zh: '是哪一天？' },
  whenHint: { en: 'For example 2026-11-19', zh: '例如 2026-11-19' },
  whenBad: {
    en: 'Write a day such as 2026-11-19, not after today.',
    zh: '请填写日期，例如 2026-11-19，且不晚于今天。',
  },
  time: { en: 'At what time? About is enough.', zh: '大约几点？' },
  timeHint: {
    en: 'For example 18:05. Leave it empty if you are not sure.',
    zh: '例如 18:05，不确定可留空。',
  },
  timeBad: {
    en: 'Write a time such as 18:05, or leave it empty.',
    zh: '请填写时间，例如 18:05，或留空。',
  },
  who: { en: 'Who was it?', zh: '对方是谁？' },
  whoHint: {
    en: 'A name or an id that they gave. Leave it empty if you do not know.',
    zh: '对方自报的姓名或工号，不清楚可留空。',
  },
  number: { en: 'From which number?', zh: '来电号码是？' },
  numberHint: {
    en: 'As your phone showed it. Leave it empty if you do not know.',
    zh: '以手机显示为准，不清楚可留空。',
  },
  said: { en: 'What was said?', zh: '说了什么？' },
  saidHint: {
    en: 'In your own words. What they said, what you said. Not a card number, please.',
    zh: '用您自己的话写。对方说了什么，您说了什么。请勿填写银行卡号。',
  },
  saidBad: {
    en: 'Write what was said, at most {n} characters.',
    zh: '请写明说了什么，最多 {n} 字。',
  },
  soFar: { en: 'Your answers so far', zh: '您已填写的内容' },
  unknown: { en: 'not known', zh: '不详' },
  next: { en: 'Continue', zh: '继续' },
  keepNote: { en: 'Keep this note', zh: '保存记录' },
  fileTitle: { en: 'Add a file', zh: '上传文件' },
  fileLabel: { en: 'The file', zh: '文件' },
  fileHint: {
    en: 'A picture, a sound recording or a PDF, up to {mb} MB. We look at what the file is, not at its name, and we do not change it.',
    zh: '图片、录音或 PDF，不超过 {mb} MB。我们以文件实际内容为准，不看文件名，也不会改动文件。',
  },
  fileWhat: { en: 'What is it? You need not say.', zh: '这是什么？可以不填。' },
  fileWhatHint: { en: 'For example: call of 19 November', zh: '例如：11月19日的通话录音' },
  fileGo: { en: 'Put it into my folder', zh: '放入资料夹' },
  fileMissing: { en: 'Choose a file first.', zh: '请先选择文件。' },
  fileLarge: { en: 'That file is larger than {mb} MB.', zh: '文件超过 {mb} MB。' },
  fileKind: {
    en: 'That is no picture, sound recording or PDF that we know. Nothing was kept.',
    zh: '这不是我们支持的图片、录音或 PDF，未保存。',
  },
  fileElse: { en: 'Nothing was kept. Please try again.', zh: '未保存，请重试。' },
  lawNote: {
    en: 'Whether you may record a call is a matter of law where you live. We ask nothing about how you made it.',
    zh: '能否对通话录音取决于当地法律。我们不会询问您如何取得。',
  },
  keptNow: { en: 'It is in your folder, and this is its receipt.', zh: '已放入资料夹，回执如下。' },
  receipt: { en: 'Receipt', zh: '回执' },
  receiptNo: { en: 'Number', zh: '编号' },
  receivedAt: { en: 'Received', zh: '收到时间' },
  hash: { en: 'SHA-256 of the very bytes', zh: '文件内容的 SHA-256 值' },
  size: { en: 'Size', zh: '大小' },
  bytes: { en: '{n} bytes', zh: '{n} 字节' },
  getReceipt: { en: 'Download the receipt', zh: '下载回执' },
  getFile: { en: 'Download what you handed in', zh: '下载您提交的内容' },
  how: { en: 'How anybody can check it', zh: '如何核验' },
  howKeep: {
    en: 'Keep the receipt and your own copy. The receipt fits this copy alone: one changed letter and it no longer does.',
    zh: '请同时保存回执和原件。回执只与该原件对应，哪怕改动一个字也不再相符。',
  },
  howHere: {
    en: 'Anybody may paste the receipt here and see whether it is ours',
    zh: '任何人都可在此粘贴回执，核验是否由我们出具',
  },
  howSelf: {
    en: 'To do it without us: compute the SHA-256 of your copy, compare it with the line in the receipt, and check the Ed25519 signature with our public key over all lines above the last one.',
    zh: '不依赖我们也可核验：计算您手中文件的 SHA-256 值，与回执中的一行比对，再用我们的公钥验证最后一行之前所有内容的 Ed25519 签名。',
  },
  picture: { en: 'What you handed in', zh: '您提交的图片' },
  delete: { en: 'Delete it', zh: '删除' },
  deleteAsk: { en: 'Delete this for good?', zh: '确定永久删除吗？' },
  deleteWhat: {
    en: 'We delete what you wrote or handed in. Its receipt stays valid for your own copy.',
    zh: '我们将删除您写下或上传的内容。回执对您手中的原件仍然有效。',
  },
  deleteNot: {
    en: 'It belongs to a complaint, so it is kept until that is over.',
    zh: '该内容已附于投诉，须保留至投诉处理结束。',
  },
  deleteDone: { en: 'Deleted.', zh: '已删除。' },
  change: { en: 'Change', zh: '修改' },
  back: { en: 'Back to your folder', zh: '返回资料夹' },
  checkTitle: { en: 'Check a receipt', zh: '核验回执' },
  checkLead: {
    en: 'Paste the whole receipt. We say whether it is ours and unchanged. We show nothing of whose it is, and keep nothing of it.',
    zh: '请粘贴完整回执，我们会告知是否由我们出具且未被改动。不显示属于谁，也不保存内容。',
  },
  checkLabel: { en: 'The receipt', zh: '回执' },
  checkGo: { en: 'Check it', zh: '核验' },
  checkGood: {
    en: 'Yes. We had {bytes} bytes with the SHA-256 {sha256} on {at}, and gave this receipt, number {number}.',
    zh: '是的。我们于 {at} 收到 {bytes} 字节、SHA-256 为 {sha256} 的内容，并出具了编号 {number} 的回执。',
  },
  check_no_receipt: {
    en: 'That is no whole receipt. Paste all nine lines, from “forbear-receipt/1” to “signature”.',
    zh: '这不是完整的回执。请粘贴全部九行，从 “forbear-receipt/1” 到 “signature”。',
  },
  check_other_key: { en: 'No. It was not signed by us.', zh: '不是。该回执并非由我们签署。' },
  check_wrong_signature: {
    en: 'No. Something in it was changed, so it proves nothing.',
    zh: '不是。其中内容被改动过，不能作为证明。',
  },
  check_unknown: {
    en: 'It is signed by us, but no such receipt is in our books. Ring us.',
    zh: '签名属于我们，但我们没有这份回执的记录，请来电核实。',
  },
  checkFile: {
    en: 'To see whether a file is the one: compute its SHA-256 (Windows: certutil -hashfile FILE SHA256; macOS: shasum -a 256 FILE; Linux: sha256sum FILE) and compare it with the line.',
    zh: '核对文件是否一致：计算其 SHA-256（Windows：certutil -hashfile 文件 SHA256；macOS：shasum -a 256 文件；Linux：sha256sum 文件），与回执中的一行比对。',
  },
  key: { en: 'Our public key', zh: '我们的公钥' },
  off: {
    en: 'This is not set up here. Call {phone} and we will help.',
    zh: '此功能未启用。请致电 {phone}。',
  },
})
