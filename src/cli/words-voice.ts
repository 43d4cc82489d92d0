/** The sentences of the command about calls through a gateway, in both languages. */
export const VOICE_WORDS = {
  helpVoice: {
    en: 'calls through a gateway: how they ended, recordings (list, listen, purge), facts FILE, simulate',
    zh: '经网关的通话：结果统计、录音（list、listen、purge）、facts 文件、simulate 模拟',
  },
  optVoiceSeed: { en: 'the same seed is the same calls', zh: '相同的种子得到相同的通话' },
  optVoiceCalls: { en: 'how many calls are invented', zh: '模拟的通话数' },
  optVoiceDays: { en: 'how many days back', zh: '回溯天数' },
  optVoiceOut: { en: 'the file for the bytes', zh: '保存录音的文件' },
  voiceBad: {
    en: '"{text}" is nothing that voice does. Write for example: forbear voice recordings list',
    zh: 'voice 没有“{text}”这一项。例如：forbear voice recordings list',
  },
  voiceNeeds: { en: 'This needs {key}.', zh: '请给出 {key}。' },
  voiceCounts: {
    en: 'Calls in {days} days: {calls}; not ended, or nobody told how: {open}',
    zh: '{days} 天内通话 {calls} 次；尚未结束或结果未知 {open} 次',
  },
  voiceAbandoned: {
    en: 'Abandoned (answered, and nobody spoke): {abandoned} of {answered} answered, {share} %. Each is an attempt too.',
    zh: '弃呼（对方接听后无人应答）：接听 {answered} 次中 {abandoned} 次，占 {share}%。弃呼同样计为一次联系尝试。',
  },
  voice_conversation: { en: 'spoken with somebody', zh: '已通话' },
  voice_voicemail: { en: 'a machine answered', zh: '语音信箱' },
  voice_unanswered: { en: 'nobody answered', zh: '无人接听' },
  voice_not_connected: { en: 'not connected', zh: '未接通' },
  voice_answered_dropped: { en: 'abandoned', zh: '弃呼' },
  voiceIdHead: { en: 'ID', zh: '编号' },
  voiceAccountHead: { en: 'Account', zh: '账户' },
  voiceMadeHead: { en: 'Made on', zh: '录音日期' },
  voiceUntilHead: { en: 'Kept until', zh: '保存至' },
  voiceListenedHead: { en: 'Listened to', zh: '收听次数' },
  voicePurged: { en: 'purged', zh: '已清除' },
  voiceNoRecordings: { en: 'There are no recordings.', zh: '没有录音。' },
  voicePurgedNow: {
    en: 'Recordings whose bytes were deleted: {purged}. Their hash and day stay.',
    zh: '已删除内容的录音：{purged} 条，哈希值和日期保留。',
  },
  voiceNoSuch: {
    en: 'There is no recording {id}, or its bytes are gone or not what they were.',
    zh: '没有录音 {id}，或其内容已清除、已变动。',
  },
  voiceListened: {
    en: 'Recording {id} is in {out}. That you listened is kept.',
    zh: '录音 {id} 已保存至 {out}，本次收听已记录。',
  },
  voiceFacts: { en: 'Facts kept: {facts}.', zh: '已保存身份信息 {facts} 条。' },
  voiceBadFact: {
    en: 'Line {line} is no known account with birth_day_month or id_last4 and four digits. Nothing was kept.',
    zh: '第 {line} 行不是已有账户加 birth_day_month 或 id_last4 及四位数字。未保存任何内容。',
  },
  voiceSimWords: {
    en: '(Here the approved words on the account are said.)',
    zh: '（此处播报经批准的账户内容。）',
  },
} as const
