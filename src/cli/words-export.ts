import { RECEIPT_WORDS } from './words-receipt.ts'

/** The sentences of the commands about exports and their check, in both languages. */
export const EXPORT_WORDS = {
  helpExport: {
    en: 'hand out everything about a person as a sealed folder: export person CASE --out DIR',
    zh: '将某人的全部信息导出为带签名的文件夹：export person CASE --out DIR',
  },
  optExportOut: { en: 'an empty or new folder', zh: '空的或新的文件夹' },
  optExportReason: {
    en: 'why it is handed out; kept beside the other looks',
    zh: '导出原因；与其他查看记录一同保存',
  },
  helpVerify: {
    en: 'check an export offline: every file, the chain of its timeline, the seal',
    zh: '离线核验导出内容：每个文件、时间线的哈希链和签名',
  },
  optVerifyKey: {
    en: 'the public key that you were told by another way',
    zh: '您从其他途径得知的公钥',
  },
  optExplainOn: {
    en: 'why the person was contacted, or was not, on this day',
    zh: '说明某日为何联系或未联系此人',
  },
  exportBad: {
    en: 'export: "{text}" is none of person.',
    zh: 'export：“{text}”不是 person。',
  },
  exportFull: {
    en: '{folder} is not empty: nothing was written.',
    zh: '{folder} 不是空文件夹：未写入任何内容。',
  },
  exported: {
    en: '{files} files about {ref} in {folder}. Public key {key}: tell it by another way.',
    zh: '已将 {ref} 的 {files} 个文件写入 {folder}。公钥 {key}：请通过其他途径告知。',
  },
  verifyNoFile: { en: '{path} cannot be read: {why}', zh: '无法读取 {path}：{why}' },
  verifyWhole: {
    en: 'Whole: {files} files, {items} lines of the timeline, sealed by {key}.',
    zh: '完好：{files} 个文件，时间线 {items} 行，签名公钥 {key}。',
  },
  verifyCompare: {
    en: 'Compare this key with the one that the sender told you by another way, or give it with --key.',
    zh: '请将此公钥与发送方通过其他途径告知的公钥比对，或用 --key 给出。',
  },
  verifyBroken: { en: 'Not as it was handed out:', zh: '与交付时不一致：' },
  verify_no_manifest: { en: '{where}: there is none', zh: '{where}：不存在' },
  verify_not_sealed: { en: '{where}: the seal does not fit it', zh: '{where}：签名不符' },
  verify_other_key: { en: '{where}: sealed by another key', zh: '{where}：由其他密钥签名' },
  verify_missing: { en: '{where}: is missing', zh: '{where}：缺失' },
  verify_added: { en: '{where}: was added', zh: '{where}：后来添加' },
  verify_twice: { en: '{where}: is there twice', zh: '{where}：重复出现' },
  verify_changed: { en: '{where}: was changed', zh: '{where}：内容已被改动' },
  verify_chain_broken: {
    en: '{where}: the chain breaks at this line',
    zh: '{where}：哈希链在此行断开',
  },
  ...RECEIPT_WORDS,
} as const
